package io.serai;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The hub as its processes are started: its classes in one jar, because the JVM's cache of loaded
 * classes (JEP 483, 514) knows no folders, and that cache once a hub has been trained for it. A
 * start with the cache costs little more than half the CPU of one without; without it everything
 * works the same. Kept under {@code target} until the classes change.
 */
final class HubImage {

    private static final Path CLASSES = Path.of("target", "classes");
    private static final Path FOLDER = Path.of("target", "hub-image").toAbsolutePath();
    private static final Path JAR = FOLDER.resolve("hub.jar");
    private static final Path CACHE = FOLDER.resolve("hub.aot");

    private HubImage() {}

    /** What a hub runs on: what Surefire does without the tests, whose beans are none of its. */
    static synchronized String classpath() {
        try {
            if (!Files.exists(JAR) || modified(JAR).compareTo(newest(CLASSES)) < 0) {
                pack();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String all =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        Path classes = CLASSES.toAbsolutePath();
        return Arrays.stream(all.split(File.pathSeparator))
                .filter(entry -> !entry.contains("test-classes"))
                .map(
                        entry ->
                                Path.of(entry).toAbsolutePath().equals(classes)
                                        ? JAR.toString()
                                        : entry)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Options that make a start use what was trained, if something was. */
    static List<String> trained() {
        return Files.exists(CACHE) ? List.of("-XX:AOTCache=" + CACHE) : List.of();
    }

    /** True if a hub of these very classes was trained. */
    static boolean isTrained() {
        classpath();
        return Files.exists(CACHE);
    }

    /** For the data of a hub in training, which nobody wants afterwards. */
    static Path newFolder() throws IOException {
        return Files.createTempDirectory(FOLDER, "training");
    }

    /** Where the JVM of a hub in training writes its cache. */
    static Path draft() {
        return FOLDER.resolve("hub.aot.draft");
    }

    /** From now on hubs start with the draft. */
    static void publish() throws IOException {
        Files.move(draft(), CACHE, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void pack() throws IOException {
        Files.createDirectories(FOLDER);
        Files.deleteIfExists(CACHE);
        Path packed = FOLDER.resolve("hub.jar.new");
        try {
            Command.run(
                    Command.ofJdk("jar"),
                    "--create",
                    "--no-compress",
                    "--file=" + packed,
                    "-C",
                    CLASSES.toString(),
                    ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        Files.move(packed, JAR, StandardCopyOption.ATOMIC_MOVE);
    }

    private static FileTime newest(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(HubImage::modified).max(FileTime::compareTo).orElseThrow();
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
