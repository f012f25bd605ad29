package io.serai;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What README and docs/ say, as far as it can be known without a hub. */
class DocsTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern PAGE = Pattern.compile("docs/[\\w-]+\\.md");
    private static final Pattern SHELL = Pattern.compile("(?ms)^ *```sh$(.*?)^ *```$");
    private static final Pattern BODY = Pattern.compile("(?s) -d '(\\{.*?})'");

    private static final Map<Path, String> PAGES =
            read(Path.of(""), 1, ".md", Path.of("docs"), Path.of("bench"));

    @Test
    void everyLinkLeadsToAFileThatIsThereAndToOneOfItsHeadings() {
        List<String> broken = new ArrayList<>();
        PAGES.forEach(
                (page, text) ->
                        all(LINK, text)
                                .filter(link -> !link.startsWith("http") && !leads(page, link))
                                .forEach(link -> broken.add(page + ": " + link)));

        assertThat(broken).isEmpty();
    }

    @Test
    void everyPageThatAFileSendsItsReaderToIsThere() {
        Map<Path, String> files = new TreeMap<>(PAGES);
        files.putAll(read(Path.of(""), 1, "", Path.of("config"), Path.of("connectors")));
        files.putAll(read(Path.of("deploy"), 9, "", Path.of("routes"), Path.of("src/main/java")));

        Set<String> missing = new TreeSet<>();
        files.forEach(
                (file, text) ->
                        PAGE.matcher(text)
                                .results()
                                .map(found -> Path.of(found.group()))
                                .filter(page -> !Files.exists(page))
                                .forEach(page -> missing.add(file + ": " + page)));

        assertThat(missing).isEmpty();
    }

    @Test
    void everySettingStandsInTheFileOfSettings() throws IOException {
        String file = Files.readString(Path.of("config/application.yaml"));
        JsonNode properties =
                new ObjectMapper()
                        .readTree(
                                Path.of("target/classes/META-INF")
                                        .resolve("spring-configuration-metadata.json")
                                        .toFile())
                        .path("properties");

        List<String> missing =
                properties
                        .valueStream()
                        .map(property -> property.path("name").asText())
                        .filter(name -> name.startsWith("serai."))
                        .filter(name -> !names(file, name.substring(name.lastIndexOf('.') + 1)))
                        .toList();

        assertThat(properties).hasSizeGreaterThan(100);
        assertThat(missing).isEmpty();
    }

    @Test
    void theBodyOfEveryCommandIsJson() {
        List<String> wrong = new ArrayList<>();
        PAGES.forEach(
                (page, text) ->
                        all(SHELL, text)
                                .flatMap(commands -> all(BODY, commands))
                                .filter(body -> !isJson(body))
                                .forEach(body -> wrong.add(page + ": " + body)));

        assertThat(wrong).isEmpty();
    }

    private static boolean leads(Path page, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
        return hash < 0
                ? Files.exists(target)
                : headings(PAGES.getOrDefault(target, "")).contains(link.substring(hash + 1));
    }

    /** The anchors of a page, as GitHub makes them. */
    private static Set<String> headings(String text) {
        return all(HEADING, FENCED.matcher(text).replaceAll(""))
                .map(heading -> heading.toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static boolean names(String file, String key) {
        return Pattern.compile("(?<![\\w-])" + Pattern.quote(key) + "(?![\\w-])")
                .matcher(file)
                .find();
    }

    private static boolean isJson(String text) {
        try {
            new ObjectMapper().readTree(text);
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static Stream<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1));
    }

    private static Map<Path, String> read(Path folder, int depth, String ending, Path... more) {
        return Stream.concat(
                        files(folder, depth), Stream.of(more).flatMap(other -> files(other, 9)))
                .filter(file -> file.toString().endsWith(ending))
                .collect(Collectors.toMap(Function.identity(), DocsTest::text));
    }

    private static Stream<Path> files(Path folder, int depth) {
        try (Stream<Path> found = Files.walk(folder, depth)) {
            return found.map(Path::normalize).filter(Files::isRegularFile).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pictures, too: what they say leads nowhere. */
    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
