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
 * Where to read what may be a moment behind: the replica if there is one, it answers and is not far
 * behind, else the store itself. A hub starts and works without its replica.
 */
@Component
class Replica implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Replica.class);
    private static final Duration REST = Duration.ofSeconds(30);

    private static final String LAST =
            "select tx, position from event order by tx desc, position desc limit 1";

    private static final String IS_OLD =
            "select time < clock_timestamp() - interval '1 minute' from event where (tx, position)"
                    + " > (?, ?) order by tx, position limit 1";

    private final JdbcTemplate store;
    private final @Nullable HikariDataSource source;
    private final @Nullable JdbcTemplate replica;
    private volatile long restsUntil = System.nanoTime();
    private volatile long comparedUntil = System.nanoTime();

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
            return query.apply(isFarBehind(copy) ? store : copy);
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

    /**
     * Whether it lacks what is a minute old: whoever reads one that is fed no more waits for ever.
     */
    private boolean isFarBehind(JdbcTemplate copy) {
        if (System.nanoTime() - comparedUntil < 0) {
            return false;
        }
        comparedUntil = System.nanoTime() + REST.toNanos();
        Object[] last =
                copy.query(LAST, (row, n) -> new Object[] {row.getLong(1), row.getLong(2)}).stream()
                        .findFirst()
                        .orElse(new Object[] {-1L, -1L});
        if (!isOld(last)) {
            return false;
        }
        restsUntil = System.nanoTime() + REST.toNanos();
        log.warn(
                "The replica is more than a minute behind; for {} s it is the store that is asked",
                REST.toSeconds());
        return true;
    }

    /** Whether what follows there is; as long as the store cannot tell, the replica is read. */
    private boolean isOld(Object... last) {
        try {
            return store.queryForList(IS_OLD, Boolean.class, last).contains(true);
        } catch (DataAccessException e) {
            return false;
        }
    }

    @Override
    public void destroy() {
        if (source != null) {
            source.close();
        }
    }
}
