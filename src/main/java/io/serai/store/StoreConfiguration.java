package io.serai.store;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

import javax.sql.DataSource;

/** The data source and its tables; everything else finds itself. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    /**
     * Every statement of the hub's has an index. PostgreSQL keeps the plan it made while a table
     * was empty, a scan of the whole, until the next ANALYZE: a new store would be four times
     * slower for its first minutes, just when somebody tries it. Compiling a plan never pays here.
     */
    private static final String PLANS = "set enable_seqscan = off; set jit = off";

    @Bean
    DataSource dataSource(StoreSettings settings, ObjectProvider<Opening> opening) {
        Opening early = opening.getIfAvailable();
        return dataSource(settings, early == null ? FirstConnection.open(settings) : early.first());
    }

    DataSource dataSource(StoreSettings settings) {
        return dataSource(settings, FirstConnection.open(settings));
    }

    static DataSource dataSource(StoreSettings settings, Connection first) {
        HikariDataSource source = new HikariDataSource();
        source.setPoolName("store");
        source.setJdbcUrl(settings.jdbcUrl());
        source.setUsername(settings.user());
        source.setPassword(settings.password());
        source.setMaximumPoolSize(settings.connections() + 1);
        source.setMinimumIdle(1);
        source.setConnectionTimeout(5_000);
        if (settings.shared()) {
            guard(source, settings.timeout());
            source.setExceptionOverride(new ReadOnlySession());
            source.setInitializationFailTimeout(settings.startWait().toMillis());
        } else {
            source.setExceptionOverride(new ClosedH2());
            source.setConnectionTestQuery(ClosedH2.TEST);
        }
        return opened(settings, source, first);
    }

    /**
     * A network that swallows everything must stall neither this hub nor, by the locks it holds,
     * the others: both ends give up a connection on which nothing moves. A statement that takes too
     * long the database gives up first, or it would go on without anybody who waits for it.
     */
    static void guard(HikariDataSource source, Duration timeout) {
        source.addDataSourceProperty("ApplicationName", "serai");
        // Its details quote values, which are what customers wrote, and end up in somebody's log.
        source.addDataSourceProperty("logServerErrorDetail", "false");
        source.addDataSourceProperty("connectTimeout", "5");
        source.addDataSourceProperty("tcpKeepAlive", "true");
        source.addDataSourceProperty("socketTimeout", String.valueOf(timeout.toSeconds()));
        source.setConnectionInitSql(
                PLANS
                        + "; set statement_timeout = %d; set idle_in_transaction_session_timeout = %d; set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3"
                                .formatted(timeout.toMillis() * 9 / 10, timeout.toMillis()));
    }

    /** With a connection in it already. */
    private static DataSource opened(
            StoreSettings settings, HikariDataSource source, Connection first) {
        // H2 closes its file with the last connection, so this one stays until the pool has one.
        try {
            source.getConnection().close();
            first.close();
            return source;
        } catch (SQLException e) {
            source.close();
            throw StoreUnusable.crowded(settings, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The hub's one clock; nodes that share a store share its time. No finer than the store keeps
     * it: what is told at once is what is read later.
     */
    @Bean
    Clock clock(DataSource source, StoreSettings settings) {
        Clock local = Clock.tick(Clock.systemUTC(), Duration.of(1, ChronoUnit.MICROS));
        return settings.shared() ? new StoreClock(local, source) : local;
    }

    /**
     * Also who reads is told that the store is away: of a file that H2 closed since it could not
     * write, and of a standby, the driver says nothing that Spring knows the meaning of.
     */
    @Bean
    SQLExceptionTranslator failures() {
        SQLExceptionSubclassTranslator translator = new SQLExceptionSubclassTranslator();
        translator.setCustomTranslator(
                (task, sql, e) ->
                        Outage.causes(e) ? new DataAccessResourceFailureException(task, e) : null);
        return translator;
    }

    @Bean
    Seal seal(SealSettings keys) {
        return keys.seal();
    }

    @Bean
    FlywayConfigurationCustomizer migrations(StoreSettings settings) {
        return flyway -> Schema.configure(flyway, settings);
    }

    @Bean
    FlywayMigrationStrategy migrate(StoreSettings settings, ObjectProvider<Opening> opening) {
        return flyway -> {
            Opening early = opening.getIfAvailable();
            if (early == null) {
                Schema.migrate(settings, flyway);
            } else {
                early.tables();
            }
            Restored.settle(settings, flyway.getConfiguration().getDataSource());
        };
    }
}
