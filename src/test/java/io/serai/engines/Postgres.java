package io.serai.engines;

import io.serai.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * PostgreSQL 14. One that a test may kill is as durable as in production: every commit waits for
 * the disk. The one that all share is never killed and spares the disk.
 */
public final class Postgres implements Engine {

    private static final String DATABASE = "jdbc:postgresql://127.0.0.1:%d/%s";

    private final Place place;
    private final Path data;
    private final int port = FreePort.choose();
    private final Map<String, String> settings =
            new TreeMap<>(
                    Map.of(
                            "fsync", "on",
                            "synchronous_commit", "on",
                            "max_connections", "300",
                            "track_commit_timestamp", "on",
                            "timezone", "UTC"));
    private final AtomicInteger databases = new AtomicInteger();
    private Path programs;

    Postgres() {
        this(Place.of("postgres"));
    }

    /** One that nobody kills. */
    static Postgres shared() {
        Postgres postgres = new Postgres();
        postgres.settings.put("fsync", "off");
        postgres.settings.put("full_page_writes", "off");
        return postgres;
    }

    /** In a folder that is there already. */
    Postgres(Path folder) {
        this(new Place(folder));
    }

    private Postgres(Place place) {
        this.place = place;
        this.data = place.file("data");
    }

    /** The URL of database {@code postgres}, which every engine has. */
    public String url() {
        return DATABASE.formatted(port, "postgres");
    }

    public int port() {
        return port;
    }

    public String user() {
        return "postgres";
    }

    /** Everybody may; it only listens on this machine. */
    public String password() {
        return "";
    }

    /** The URL of a new database with nothing in it. */
    public String freshDatabase() {
        String name = "serai_" + databases.incrementAndGet();
        try (Connection connection = DriverManager.getConnection(url(), user(), password());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL makes no database", e);
        }
        return DATABASE.formatted(port, name);
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        if (programs == null) {
            startFirst();
        } else {
            StringBuilder options = new StringBuilder("-p " + port);
            settings.forEach((name, value) -> options.append(" -c " + name + "=" + value));
            control("start", "-l", place.file("postgres.log").toString(), "-o", options.toString());
        }
    }

    /** Unpacks the programs if nobody has yet, makes the data and starts. */
    private void startFirst() {
        var builder =
                EmbeddedPostgres.builder()
                        .setDataDirectory(data)
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setPGStartupWait(java.time.Duration.ofSeconds(60))
                        .setPort(port);
        settings.forEach(builder::setServerConfig);
        try {
            builder.start();
            String options = Files.readString(data.resolve("postmaster.opts"));
            programs = Path.of(options.substring(0, options.indexOf(' '))).getParent();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL does not start", e);
        }
    }

    @Override
    public synchronized void stop() {
        if (isRunning()) {
            control("stop", "-m", "fast");
        }
    }

    @Override
    public synchronized void kill() {
        List<ProcessHandle> all = processes();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(it -> it.onExit().join());
    }

    private List<ProcessHandle> processes() {
        return postmaster().stream()
                .flatMap(it -> Stream.concat(Stream.of(it), it.descendants()))
                .toList();
    }

    /**
     * Everything stands still, connections stay open: what a network that swallows all looks like.
     */
    public void freeze() {
        signal("STOP");
    }

    /** After {@link #freeze} it goes on where it stood. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes().forEach(process -> command.add(String.valueOf(process.pid())));
        Running.once(place.file("control.log"), command);
    }

    @Override
    public synchronized boolean isRunning() {
        return postmaster().isPresent();
    }

    @Override
    public synchronized void close() {
        kill();
        place.delete();
    }

    private Optional<ProcessHandle> postmaster() {
        try (Stream<String> lines = Files.lines(data.resolve("postmaster.pid"))) {
            return lines.findFirst()
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
                    .filter(ProcessHandle::isAlive);
        } catch (java.nio.file.NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code pg_ctl}, not as root, which PostgreSQL refuses. */
    private void control(String... arguments) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(programs.resolve("pg_ctl").toString(), "-D", data.toString()));
        command.addAll(List.of("-w", "-t", "60"));
        command.addAll(List.of(arguments));
        Running.once(place.file("control.log"), command);
    }
}
