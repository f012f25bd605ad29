package io.serai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A command of the machine's that a test needs done. What it prints is told if it fails and goes
 * nowhere else: Surefire talks with the JVM of the tests over its standard output.
 */
public final class Command {

    private Command() {}

    public static void run(String... command) throws IOException, InterruptedException {
        runIn(Path.of(""), command);
    }

    public static void runIn(Path folder, String... command)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toAbsolutePath().toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s said %s", command[0], said).isZero();
    }

    /** One that the JDK of the tests brings. */
    public static String ofJdk(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }
}
