package io.serai.bench;

import io.serai.HubProcess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A store with so many messages in it, filled once and used again.
 *
 * @param messages how many
 * @param url the hub's setting
 * @param user likewise
 */
record GrowthStore(int messages, String url, String user) {

    private static final String H2 =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";

    /**
     * One per size.
     *
     * @param at a JDBC URL of PostgreSQL that ends in a slash, or a folder for H2
     */
    static GrowthStore of(int messages, String at, String user) {
        String name = "serai_growth_" + messages;
        return at.startsWith("jdbc:postgresql:")
                ? new GrowthStore(messages, at + name, user)
                : new GrowthStore(
                        messages, "jdbc:h2:file:" + Path.of(at, name).toAbsolutePath(), "serai");
    }

    private boolean onH2() {
        return url.startsWith("jdbc:h2:");
    }

    /** Makes the tables by a hub and fills them, unless they are full. */
    void fill(HubProcess hub) throws IOException, SQLException, InterruptedException {
        if (!onH2() && !exists()) {
            execute(
                    url.substring(0, url.lastIndexOf('/')) + "/postgres",
                    "create database " + url.substring(url.lastIndexOf('/') + 1));
        }
        hub.start();
        hub.kill();
        if (count() > 0) {
            return;
        }
        long start = System.nanoTime();
        String script =
                Files.readString(Path.of("bench/growth", onH2() ? "h2.sql" : "postgresql.sql"))
                        .replace("${messages}", String.valueOf(messages));
        execute(url, script);
        if (!onH2()) {
            execute(url, "vacuum analyze");
        }
        System.out.printf(
                "%,d messages filled in, %d s%n",
                messages, (System.nanoTime() - start) / 1_000_000_000);
    }

    private boolean exists() throws SQLException {
        String name = url.substring(url.lastIndexOf('/') + 1);
        try (Connection connection = connect(url.substring(0, url.lastIndexOf('/')) + "/postgres");
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "select 1 from pg_database where datname = '" + name + "'")) {
            return found.next();
        }
    }

    private long count() throws SQLException {
        try (Connection connection = connect(url);
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "select count(*) from (select 1 from event limit 1) as"
                                        + " first_one")) {
            found.next();
            return found.getLong(1);
        }
    }

    private void execute(String where, String sql) throws SQLException {
        try (Connection connection = connect(where);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect(String where) throws SQLException {
        return DriverManager.getConnection(onH2() ? where + H2 : where, user, "");
    }
}
