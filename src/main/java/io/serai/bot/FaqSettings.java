package io.serai.bot;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.nio.file.Path;

/**
 * Frequently asked questions.
 *
 * @param folder where they stand, one or more to a file; live
 */
@ConfigurationProperties("serai.bot.faq")
record FaqSettings(@DefaultValue("config/faq") Path folder) {}
