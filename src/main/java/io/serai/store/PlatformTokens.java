package io.serai.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import javax.sql.DataSource;

/**
 * Tokens that a platform gave, for all nodes on this store: one node gets them, the others find
 * them. Each is durable when it is saved, and sealed if there is a key ({@link Seal}).
 */
@Component
public class PlatformTokens implements InitializingBean {

    private static final Logger log = LoggerFactory.getLogger(PlatformTokens.class);

    private final DataSource source;
    private final JdbcClient sql;
    private final StoreSettings settings;
    private final Seal seal;
    private final Clock clock;
    private final AtomicBoolean warned = new AtomicBoolean();

    PlatformTokens(
            DataSource source, JdbcClient sql, StoreSettings settings, Seal seal, Clock clock) {
        this.source = source;
        this.sql = sql;
        this.settings = settings;
        this.seal = seal;
        this.clock = clock;
    }

    /** Whether there may be other nodes, so that files of this one's will not do. */
    public boolean isShared() {
        return settings.shared();
    }

    /**
     * Refuses the start of a node that lacks the key of what is there.
     *
     * @throws StoreUnusable which names the settings
     */
    @Override
    public void afterPropertiesSet() {
        List<String> names =
                sql.sql("select name from platform_token order by name").query(String.class).list();
        try {
            names.forEach(this::load);
        } catch (IllegalStateException e) {
            throw new StoreUnusable(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * What was saved last under this name.
     *
     * @throws IllegalStateException if it is sealed with a key that this node does not have
     */
    public Optional<String> load(String name) {
        return sql.sql("select content from platform_token where name = ?")
                .param(name)
                .query(String.class)
                .optional()
                .map(stored -> seal.open(name, stored));
    }

    /**
     * Replaces what is there; only by who is {@link #alone}.
     *
     * @throws IllegalStateException if that is sealed with a key that this node does not have
     */
    public void save(String name, String secret) {
        load(name); // or this node would replace what the others can read
        if (!seal.seals() && warned.compareAndSet(false, true)) {
            log.warn(
                    "Platforms' tokens stand in the store as they are; set"
                        + " serai.security.store-keys, or serai.security.secret, on every node");
        }
        String content = seal.seal(name, secret);
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        int replaced =
                sql.sql("update platform_token set content = ?, updated = ? where name = ?")
                        .params(content, now, name)
                        .update();
        if (replaced == 0) {
            sql.sql("insert into platform_token (name, content, updated) values (?, ?, ?)")
                    .params(name, content, now)
                    .update();
        }
    }

    /**
     * Runs something that no other node does at the same time for this name. A node that dies
     * meanwhile lets go of it.
     *
     * @throws StoreAway if the database cannot be reached, or somebody else takes too long
     */
    public <R> R alone(String name, Supplier<R> work) {
        if (!isShared()) {
            return work.get();
        }
        // What is saved meanwhile is on a connection of its own, durable before this one ends.
        try (Connection lock = source.getConnection()) {
            lock.setAutoCommit(false);
            try (PreparedStatement statement =
                    lock.prepareStatement("select pg_advisory_xact_lock(hashtext(?))")) {
                statement.setString(1, "serai.token." + name);
                statement.execute();
                return work.get();
            } finally {
                lock.rollback();
                lock.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw StoreAway.because(e);
        }
    }
}
