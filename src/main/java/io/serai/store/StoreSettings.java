package io.serai.store;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The store.
 *
 * @param url a JDBC URL: H2 in a file, or PostgreSQL
 * @param user the database user
 * @param password its password
 * @param connections how many connections readers may use at once; the writer has its own
 * @param batch how many units one commit takes at most
 * @param backlog how many units may wait; past that a unit is refused and its author tries again
 */
@ConfigurationProperties("serai.store")
public record StoreSettings(
        @DefaultValue("jdbc:h2:file:./data/serai") String url,
        @DefaultValue("serai") String user,
        @DefaultValue("") String password,
        @DefaultValue("8") int connections,
        @DefaultValue("1024") int batch,
        @DefaultValue("50000") int backlog) {

    /** What H2 needs to be durable on return from a commit and to speak PostgreSQL's dialect. */
    private static final String H2 =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";

    /** True if other nodes may use the same database. */
    boolean shared() {
        return url.startsWith("jdbc:postgresql:");
    }

    String jdbcUrl() {
        return url.startsWith("jdbc:h2:") ? url + H2 : url;
    }

    @Override
    public String toString() {
        return "StoreSettings[url=" + url + ", user=" + user + "]";
    }
}
