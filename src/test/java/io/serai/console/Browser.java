package io.serai.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Drives the pages in Chromium by way of {@code src/test/browser}. */
final class Browser {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final int MINUTES = 5;

    private Browser() {}

    /**
     * Plays four customers and an agent.
     *
     * @param hub the hub's address, or {@code mock} for the pages' own stand-in of it
     * @param name of the directory under {@code target/screenshots}
     */
    static void drive(String hub, String name) throws IOException, InterruptedException {
        Path screenshots = SCREENSHOTS.resolve(name).toAbsolutePath();
        Path said = Files.createDirectories(screenshots).resolve("said.txt");
        Process node =
                new ProcessBuilder("node", "src/test/browser/run.mjs", hub, screenshots.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        try {
            boolean ended = node.waitFor(MINUTES, TimeUnit.MINUTES);

            assertThat(ended).as("the browser was done within %d minutes", MINUTES).isTrue();
            assertThat(node.exitValue()).as(() -> read(said)).isZero();
        } finally {
            node.descendants().forEach(ProcessHandle::destroyForcibly);
            node.destroyForcibly();
        }
    }

    private static String read(Path said) {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            return "(nothing was said: " + e.getMessage() + ")";
        }
    }
}
