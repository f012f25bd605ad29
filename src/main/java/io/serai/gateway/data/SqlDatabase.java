package io.serai.gateway.data;

import com.zaxxer.hikari.HikariDataSource;

import io.serai.gateway.CallTime;
import io.serai.gateway.OutOfTimeException;
import io.serai.gateway.SystemAddress;
import io.serai.gateway.SystemSettings;

import org.springframework.jdbc.datasource.AbstractDataSource;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * A database that is asked and never written to. Its pool is made when the first connection is
 * asked for and keeps none that is not used; it connects to vetted addresses only. Every session is
 * told to refuse writes and to give a query up after {@code timeout}.
 */
final class SqlDatabase extends AbstractDataSource implements AutoCloseable {

    private final SystemSettings settings;
    private final boolean postgres;

    /** So that a point in time can be compared with one that is kept without a zone. */
    private final ZoneOffset session;

    /** Does nothing until a connection is asked for. */
    private final HikariDataSource pool = new HikariDataSource();

    SqlDatabase(String name, SystemSettings settings) {
        this.settings = settings;
        this.session = settings.zone().getRules().getStandardOffset(Instant.now());
        this.postgres = new SystemAddress(settings.url()).kind().equals("jdbc:postgresql");
        pool.setPoolName("serai-" + name);
        pool.setJdbcUrl(settings.url().toString());
        pool.setUsername(settings.username());
        pool.setPassword(settings.password());
        pool.setReadOnly(true);
        pool.setMaximumPoolSize(settings.connections());
        pool.setMinimumIdle(0);
        pool.setIdleTimeout(Duration.ofMinutes(1).toMillis());
        pool.setMaxLifetime(Duration.ofMinutes(10).toMillis());
        long connect = Math.max(250, settings.connectTimeout().toMillis());
        pool.setConnectionTimeout(connect);
        pool.setValidationTimeout(connect);
        pool.setInitializationFailTimeout(-1);
        pool.addDataSourceProperty("socketFactory", VettedSockets.class.getName());
        if (postgres) {
            postgres();
        } else {
            mariadb();
        }
    }

    private void postgres() {
        pool.addDataSourceProperty("ApplicationName", "serai");
        pool.addDataSourceProperty("readOnlyMode", "always");
        pool.addDataSourceProperty("connectTimeout", seconds(settings.connectTimeout()));
        pool.addDataSourceProperty("loginTimeout", seconds(settings.connectTimeout()));
        // Where the network swallows all, the server's own timeout does not help.
        pool.addDataSourceProperty("socketTimeout", seconds(settings.timeout().plusSeconds(1)));
        pool.addDataSourceProperty("maxResultBuffer", "8M");
        // A value that comes as text may be compared with a number or a date.
        pool.addDataSourceProperty("stringtype", "unspecified");
        pool.setConnectionInitSql(
                "set statement_timeout = %d; set default_transaction_read_only = on; set time zone %s"
                        .formatted(
                                settings.timeout().toMillis(),
                                settings.zone().getRules().isFixedOffset()
                                        ? "interval '" + offset() + "' hour to minute"
                                        : "'" + settings.zone() + "'"));
    }

    /** Of summer time MariaDB knows nothing, unless somebody has told it. */
    private String offset() {
        return session.equals(ZoneOffset.UTC) ? "+00:00" : session.getId();
    }

    private void mariadb() {
        pool.addDataSourceProperty("connectTimeout", settings.connectTimeout().toMillis());
        pool.addDataSourceProperty("socketTimeout", settings.timeout().plusSeconds(1).toMillis());
        pool.addDataSourceProperty("allowLocalInfile", "false");
        pool.addDataSourceProperty("allowMultiQueries", "false");
        // Its driver's own read-only mode forbids nothing. MySQL has these under other names, and
        // milliseconds.
        pool.setConnectionInitSql(
                ("set session time_zone='%s', lock_wait_timeout=1"
                                + " /*M! , tx_read_only=1, max_statement_time=%d.%03d */"
                                + " /*!50720 , transaction_read_only=1, max_execution_time=%d */")
                        .formatted(
                                offset(),
                                settings.timeout().toSeconds(),
                                settings.timeout().toMillisPart(),
                                settings.timeout().toMillis()));
    }

    private static long seconds(Duration time) {
        return Math.max(1, time.plusMillis(999).toSeconds());
    }

    @Override
    public Connection getConnection() throws java.sql.SQLException {
        if (CallTime.isOver()) {
            throw new OutOfTimeException();
        }
        return SqlReading.connection(
                pool.getConnection(),
                new SqlCells(settings.zone(), postgres ? null : session),
                () -> seconds(CallTime.atMost(settings.timeout())));
    }

    @Override
    public Connection getConnection(String username, String password) {
        throw new UnsupportedOperationException("The settings say who the hub is");
    }

    @Override
    public void close() {
        pool.close();
    }
}
