package io.serai.store;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A copy of the store for reading what may be a moment behind: the feed, the search index, lists
 * across all conversations.
 *
 * @param url the JDBC URL of a hot standby of PostgreSQL's, with the store's user and password;
 *     empty: there is none
 */
@ConfigurationProperties("serai.store.replica")
record ReplicaSettings(@DefaultValue("") String url) {}
