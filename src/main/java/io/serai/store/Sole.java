package io.serai.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.stereotype.Component;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Sees to it that a hub that cannot share its store has it for itself: by an advisory lock of
 * PostgreSQL's, which ends with its connection, and which hubs that can share it have together. H2
 * locks its file by itself.
 */
@Component
public class Sole {

    private static final Logger log = LoggerFactory.getLogger(Sole.class);
    private static final long KEY = 0x5345_5241_49L;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final int LOOK_SECONDS = 5;

    private final StoreSettings settings;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("store-sole").factory());
    private @Nullable Connection connection;
    private final ConfigurableApplicationContext application;
    private boolean claimed;
    private String lock = "";

    Sole(StoreSettings settings, ConfigurableApplicationContext application) {
        this.settings = settings;
        this.application = application;
    }

    /**
     * Takes the store for this hub alone, until {@link #release()}. If another hub takes it after
     * the database was away, this one stops.
     *
     * @throws StoreUnusable if another hub has it, or there is no connection for its lock
     */
    public void claim() {
        claim("pg_try_advisory_lock");
    }

    /**
     * Takes it likewise along with other hubs that do.
     *
     * @throws StoreUnusable if another hub has it for itself, or there is no connection for its
     *     lock
     */
    public void share() {
        claim("pg_try_advisory_lock_shared");
    }

    private synchronized void claim(String lock) {
        this.lock = lock;
        if (!settings.shared()) {
            return;
        }
        try {
            if (!locked(FirstConnection.open(settings))) {
                throw new StoreUnusable(
                        "Another hub runs on this store, and that one or this has the embedded bus."
                                + " For several hubs set serai.bus.brokers to your Kafka, for each"
                                + " of them; or stop the other one",
                        null);
            }
        } catch (SQLException e) {
            throw StoreAway.because(e);
        }
        claimed = true;
        timer.scheduleWithFixedDelay(this::lookNow, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** A hub that was killed a moment ago may not have let go yet. */
    private boolean locked(Connection own) throws SQLException {
        connection = own;
        long until = System.nanoTime() + PATIENCE_NANOS;
        boolean locked = tryLock(own);
        while (!locked && System.nanoTime() < until) {
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            locked = tryLock(own);
        }
        if (!locked) {
            close();
        }
        return locked;
    }

    private boolean tryLock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select " + lock + "(?)")) {
            statement.setLong(1, KEY);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Looks soon, and not only when it is time to, whether the lock is still there. */
    public void look() {
        try {
            timer.execute(this::lookNow);
        } catch (RejectedExecutionException e) {
            log.debug("The hub stops");
        }
    }

    /** After the database was restarted the lock must be taken again. */
    private synchronized void lookNow() {
        try {
            if (!claimed) {
                return;
            }
            if (connection != null && connection.isValid(2)) {
                return;
            }
            close();
            if (!locked(
                    DriverManager.getConnection(
                            settings.jdbcUrl(), settings.user(), settings.password()))) {
                timer.shutdown();
                stepDown();
            }
        } catch (SQLException e) {
            log.debug("The store is away: {}", e.getClass().getSimpleName());
        }
    }

    /** Two that cannot see each other would both handle what waits. */
    private void stepDown() {
        log.error(
                "This hub stops: another one took the store while it was away, and that one or"
                        + " this has the embedded bus. Stop one of them for good, or set"
                        + " serai.bus.brokers for both");
        Thread.ofPlatform().name("step-down").start(application::close);
    }

    /** Lets other hubs have it. */
    public synchronized void release() {
        claimed = false;
        timer.shutdownNow();
        close();
    }

    private void close() {
        Connection own = connection;
        connection = null;
        if (own != null) {
            try {
                own.close();
            } catch (SQLException e) {
                log.debug("The lock's connection was gone: {}", e.getClass().getSimpleName());
            }
        }
    }
}
