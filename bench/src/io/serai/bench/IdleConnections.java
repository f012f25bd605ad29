package io.serai.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * What a logged-in idle connection costs the server: resident memory before and after, each after
 * two collections. {@code --pid} is the server's; {@code --hold} keeps the connections for so many
 * seconds, to look at.
 */
final class IdleConnections {

    private IdleConnections() {}

    public static void main(String... args) throws Exception {
        Options options = Options.parse(args);
        long pid = Long.parseLong(options.text("pid", "0"));
        if (pid == 0) {
            throw new IllegalArgumentException("--pid=<the server's process id> is needed");
        }
        double hub = measure("hub", options, pid, () -> Load.of(options, Dialogue.of(options)));
        try (EchoServer.Running vertx = EchoServer.spawn(VertxServer.class)) {
            Dialogue hello = new Dialogue.Greeting("/");
            URI url = URI.create(vertx.url());
            double bare =
                    measure(
                            "bare Vert.x",
                            options,
                            vertx.process().pid(),
                            () -> new Load(hello, url, options.number("sources", 50)));
            System.out.printf("%.1f / %.1f KB a connection; ratio %.2f%n", hub, bare, hub / bare);
        }
    }

    /** KB a connection. */
    private static double measure(String name, Options options, long pid, Supplier<Load> loads)
            throws Exception {
        int count = options.number("connections", 10_000);
        int settle = options.number("settle", 30);
        try (Load warm = loads.get()) {
            warm.open(options.number("warm", 2_000));
        }
        Load.pause(settle);
        long before = resident(pid);
        try (Load load = loads.get()) {
            long start = System.nanoTime();
            load.open(count);
            double seconds = (System.nanoTime() - start) / 1e9;
            Load.pause(settle);
            long after = resident(pid);
            double each = (after - before) / (double) count;
            System.out.printf(
                    "%s: %,d connections in %.1f s; %,d -> %,d KB; %.1f KB a connection%n",
                    name, count, seconds, before, after, each);
            Load.pause(options.number("hold", 0));
            System.out.printf("%,d still open %s%n", load.open(), load.firstFailure());
            return each;
        }
    }

    /** Resident memory in KB, after two full collections. */
    private static long resident(long pid) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        for (int i = 0; i < 2; i++) {
            new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
        }
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow(() -> new IOException("no process " + pid));
    }
}
