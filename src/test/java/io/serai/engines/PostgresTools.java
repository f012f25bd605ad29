package io.serai.engines;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code pg_dump} and {@code pg_restore} as they are installed here, if they are. */
public final class PostgresTools {

    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
    private static final int SERVER = 14;

    private PostgresTools() {}

    /** True if they can dump what {@link Postgres} runs. */
    public static boolean areThere() {
        try {
            Process process = new ProcessBuilder("pg_dump", "--version").start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(said);
            return version.find() && Integer.parseInt(version.group(1)) >= SERVER;
        } catch (IOException e) {
            return false;
        }
    }

    /** A database into a file. */
    public static void dump(Postgres postgres, String url, Path file) {
        run(postgres, url, file, "pg_dump", "--format=custom", "--file=" + file);
    }

    /** The file into a database that is empty. */
    public static void restore(Postgres postgres, Path file, String url) {
        run(
                postgres,
                url,
                file,
                "pg_restore",
                "--exit-on-error",
                "--single-transaction",
                "--no-owner",
                "--no-privileges",
                file.toString());
    }

    private static void run(Postgres postgres, String url, Path file, String... words) {
        URI uri = URI.create(url.substring("jdbc:".length()));
        List<String> command = new ArrayList<>(List.of(words));
        command.addAll(1, List.of("--host=" + uri.getHost(), "--port=" + uri.getPort()));
        command.addAll(1, List.of("--username=" + postgres.user()));
        command.add(1, "--dbname=" + uri.getPath().substring(1));
        Running.once(file.resolveSibling("pg.log"), command);
    }
}
