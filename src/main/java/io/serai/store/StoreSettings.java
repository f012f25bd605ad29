package io.serai.store;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The store.
 *
 * @param url a JDBC URL: H2 in a file, or PostgreSQL
 * @param user the database user
 * @param password its password
 * @param connections how many connections readers may use at once; the writer has its own
 * @param batch how many units one commit takes at most
 * @param backlog how many units may wait; past that a unit is refused and its author tries again
 * @param startWait how long a starting hub waits for a database that is not there yet
 * @param timeout how long the database may take over one statement; past that the connection is
 *     given up, and PostgreSQL ends a transaction whose hub is gone as long
 */
@ConfigurationProperties("serai.store")
public record StoreSettings(
        @DefaultValue("jdbc:h2:file:./data/serai") String url,
        @DefaultValue("serai") String user,
        @DefaultValue("") String password,
        @DefaultValue("8") int connections,
        @DefaultValue("1024") int batch,
        @DefaultValue("50000") int backlog,
        @DefaultValue("60s") Duration startWait,
        @DefaultValue("30s") Duration timeout) {

    public StoreSettings {
        if (connections < 1 || batch < 1 || backlog < 1) {
            throw new IllegalArgumentException(
                    "serai.store.connections, batch and backlog must be at least 1");
        }
        if (timeout.isZero()) {
            throw new IllegalArgumentException("serai.store.timeout must be a time such as 30s");
        }
    }

    /**
     * What H2 needs to be durable on return from a commit, to speak PostgreSQL's dialect, and to
     * leave telling of errors to the hub.
     */
    private static final String H2 =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;QUERY_CACHE_SIZE=64;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";

    private static final String FILE = "jdbc:h2:file:";

    /** True if other nodes may use the same database. */
    boolean shared() {
        return url.startsWith("jdbc:postgresql:");
    }

    String jdbcUrl() {
        return url.startsWith("jdbc:h2:") ? url + H2 : url;
    }

    /** H2's file without its ending; null for another database, or one in memory. */
    @Nullable Path file() {
        String bare = shownUrl().replaceFirst(":~", ":" + System.getProperty("user.home"));
        return bare.startsWith(FILE) ? Path.of(bare.substring(FILE.length())) : null;
    }

    /** The URL without its options, which may hold a password. */
    String shownUrl() {
        return url.split("[?;]", 2)[0];
    }

    @Override
    public String toString() {
        return "StoreSettings[url=" + shownUrl() + ", user=" + user + "]";
    }
}
