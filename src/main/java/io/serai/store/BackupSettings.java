package io.serai.store;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.nio.file.Path;

/**
 * Backups of a store in H2; PostgreSQL has its own.
 *
 * @param folder where they are written
 * @param keep how many of them stay; the oldest go when a new one is whole
 */
@ConfigurationProperties("serai.backup")
record BackupSettings(@DefaultValue("data/backups") Path folder, @DefaultValue("7") int keep) {}
