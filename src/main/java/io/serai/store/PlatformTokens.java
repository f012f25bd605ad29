package io.serai.store;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;

import javax.sql.DataSource;

/**
 * Tokens that a platform gave, for all nodes on this store: one node gets them, the others find
 * them. Each is durable when it is saved.
 */
@Component
public class PlatformTokens {

    private final DataSource source;
    private final JdbcClient sql;
    private final StoreSettings settings;
    private final Clock clock;

    PlatformTokens(DataSource source, JdbcClient sql, StoreSettings settings, Clock clock) {
        this.source = source;
        this.sql = sql;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whether there may be other nodes, so that files of this one's will not do. */
    public boolean isShared() {
        return settings.shared();
    }

    /** What was saved last under this name. */
    public Optional<String> load(String name) {
        return sql.sql("select content from platform_token where name = ?")
                .param(name)
                .query(String.class)
                .optional();
    }

    /** Replaces what is there; only by who is {@link #alone}. */
    public void save(String name, String content) {
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
