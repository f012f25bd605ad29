package io.serai.store;

import com.zaxxer.hikari.HikariDataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.function.Function;

import javax.sql.DataSource;

/**
 * Where to read what may be a moment behind: the replica if there is one and it answers, else the
 * store itself. A hub starts and works without its replica.
 */
@Component
class Replica implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Replica.class);
    private static final Duration REST = Duration.ofSeconds(30);

    private final JdbcTemplate store;
    private final @Nullable HikariDataSource source;
    private final @Nullable JdbcTemplate replica;
    private volatile long restsUntil = System.nanoTime();

    Replica(DataSource store, StoreSettings settings, ReplicaSettings replica) {
        this.store = new JdbcTemplate(store);
        if (replica.url().isEmpty()) {
            this.source = null;
            this.replica = null;
        } else {
            this.source = open(settings, replica.url());
            this.replica = new JdbcTemplate(this.source);
        }
    }

    private static HikariDataSource open(StoreSettings settings, String url) {
        if (!settings.shared() || !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "serai.store.replica.url must be a jdbc:postgresql: URL, and serai.store.url"
                            + " too: only PostgreSQL has replicas");
        }
        HikariDataSource source = new HikariDataSource();
        source.setPoolName("replica");
        source.setJdbcUrl(url);
        source.setUsername(settings.user());
        source.setPassword(settings.password());
        source.setMaximumPoolSize(settings.connections());
        source.setMinimumIdle(0);
        source.setReadOnly(true);
        source.setConnectionTimeout(2_000);
        source.setInitializationFailTimeout(-1);
        StoreConfiguration.guard(source, settings.timeout());
        return source;
    }

    /** The store itself, for what must not be behind. */
    JdbcTemplate store() {
        return store;
    }

    /** Reads from the replica; what that fails is read from the store. */
    <R> R read(Function<JdbcTemplate, R> query) {
        JdbcTemplate copy = replica;
        if (copy == null || System.nanoTime() - restsUntil < 0) {
            return query.apply(store);
        }
        try {
            return query.apply(copy);
        } catch (CursorGone e) {
            // Not copied yet, or gone indeed: the store knows.
            return query.apply(store);
        } catch (DataAccessException e) {
            restsUntil = System.nanoTime() + REST.toNanos();
            log.warn(
                    "The replica cannot be read ({}); for {} s it is the store that is asked",
                    e.getClass().getSimpleName(),
                    REST.toSeconds());
            return query.apply(store);
        }
    }

    @Override
    public void destroy() {
        if (source != null) {
            source.close();
        }
    }
}
