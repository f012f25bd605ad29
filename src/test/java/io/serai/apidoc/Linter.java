package io.serai.apidoc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code src/test/api-lint}: linters that are not ours, on the machine's Node. */
final class Linter {

    private static final Path HOME = Path.of("src/test/api-lint");

    private Linter() {}

    /** What is wrong with it, a line each. */
    static List<String> findings(Path document) throws IOException, InterruptedException {
        if (!Files.exists(HOME.resolve("node_modules/.package-lock.json"))) {
            String npm = System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm";
            run(
                    npm,
                    "ci",
                    "--prefer-offline",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--loglevel=error");
        }
        return run("node", "lint.mjs", document.toAbsolutePath().toString())
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(HOME.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() > 1) {
            throw new AssertionError(String.join(" ", command) + ": " + said);
        }
        return command[0].equals("node") || process.exitValue() == 0 ? said : fail(command, said);
    }

    private static String fail(String[] command, String said) {
        throw new AssertionError(String.join(" ", command) + ": " + said);
    }
}
