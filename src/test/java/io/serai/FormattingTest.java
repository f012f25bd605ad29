package io.serai;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Every Java file is formatted alike. {@code mvn test -Dtest=FormattingTest -Dformat=write} mends
 * what is not.
 */
@Beside
class FormattingTest {

    private final Formatter formatter =
            new Formatter(
                    JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());

    @Test
    void everyJavaFileIsFormatted() throws Exception {
        boolean write = "write".equals(System.getProperty("format"));
        List<Path> unformatted = new ArrayList<>();

        for (Path file : javaFiles()) {
            String source = Files.readString(file);
            String formatted = formatter.formatSourceAndFixImports(source);
            if (!formatted.equals(source)) {
                unformatted.add(file);
                if (write) {
                    Files.writeString(file, formatted);
                }
            }
        }

        assertThat(write ? List.of() : unformatted)
                .as("run mvn test -Dtest=FormattingTest -Dformat=write")
                .isEmpty();
    }

    private static List<Path> javaFiles() throws IOException {
        try (Stream<Path> main = Files.walk(Path.of("src"));
                Stream<Path> bench =
                        Files.walk(
                                Path.of(Files.exists(Path.of("bench")) ? "bench" : "src/test"))) {
            return Stream.concat(main, bench)
                    .filter(path -> path.toString().endsWith(".java"))
                    .distinct()
                    .toList();
        }
    }
}
