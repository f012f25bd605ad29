package io.serai.reload;

import static io.serai.reload.Hub.answering;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

class RestartTest {

    @TempDir Path home;

    @Test
    void aBadFileAtStartIsReplacedByItsLastGoodCopy() throws Exception {
        new Hub(home).save("routes/a.camel.yaml", answering("a", "good")).start().close();

        try (Hub hub =
                new Hub(home)
                        .save(
                                "routes/a.camel.yaml",
                                answering("a", "x").replace("constant", "noSuchLanguage"))
                        .start()) {

            assertThat(hub.ask("a")).isEqualTo("good");
            assertThat(hub.refused())
                    .singleElement()
                    .asString()
                    .startsWith("routes/a.camel.yaml:8 ");
        }
    }

    @Test
    void withoutALastGoodCopyTheHubStartsWithoutTheFile() throws Exception {
        try (Hub hub =
                new Hub(home)
                        .save("routes/a.camel.yaml", "- route: [")
                        .save("routes/b.camel.yaml", answering("b", "good"))
                        .save(
                                "routes/c.camel.yaml",
                                answering("c", "x")
                                        .replace("- setBody", "- to: nowhere:x\n        - setBody"))
                        .start()) {

            assertThat(hub.ask("b")).isEqualTo("good");
            assertThat(hub.refused()).hasSize(2);
            assertThat(hub.camel().getRoutes()).hasSize(1);
        }
    }

    @Test
    void aFileDeletedWhileTheHubWasDownIsGone() throws Exception {
        new Hub(home).save("routes/a.camel.yaml", answering("a", "x")).start().close();
        Files.delete(home.resolve("routes/a.camel.yaml"));

        try (Hub hub = new Hub(home).start()) {
            assertThat(hub.camel().getRoutes()).isEmpty();
        }
    }

    @Test
    void otherLiveFoldersTakePartAndKeepTheirLastGoodSet() throws Exception {
        try (Hub hub = new Hub(home, Words.class).save("words/a.txt", "fine").start()) {
            Words words = hub.bean(Words.class);
            assertThat(words.seen).hasValue(Map.of(Path.of("a.txt"), "fine"));

            hub.save("words/a.txt", "bad").save("words/b.txt", "new");

            Hub.soon(() -> words.seen.get().size() == 2 && !hub.refused().isEmpty());
            assertThat(words.seen)
                    .hasValue(Map.of(Path.of("a.txt"), "fine", Path.of("b.txt"), "new"));
            assertThat(hub.refused()).containsExactly("words/a.txt:3 bad word");
        }
    }

    @Test
    void anEmptiedFileLeavesInForceWhatWasInIt() throws Exception {
        try (Hub hub = new Hub(home, Words.class).save("words/a.txt", "fine").start()) {
            hub.save("words/a.txt", "");

            Hub.soon(() -> !hub.refused().isEmpty());

            assertThat(hub.refused()).singleElement().asString().startsWith("words/a.txt:1 ");
            assertThat(hub.bean(Words.class).seen).hasValue(Map.of(Path.of("a.txt"), "fine"));
        }
    }

    @Test
    void aFileInAnotherEncodingLeavesInForceWhatWasInIt() throws Exception {
        try (Hub hub = new Hub(home, Words.class).save("words/a.txt", "fine").start()) {
            hub.save("routes/b.camel.yaml", answering("b", "good"));
            Files.write(home.resolve("words/a.txt"), "well\n你好".getBytes("GBK"));
            Files.write(home.resolve("routes/a.camel.yaml"), "# 你好".getBytes("GBK"));

            Hub.soon(() -> hub.refused().size() == 2);

            assertThat(hub.refused())
                    .contains("words/a.txt:2 Not UTF-8: save the file in that encoding.")
                    .contains("routes/a.camel.yaml:1 Not UTF-8: save the file in that encoding.");
            assertThat(hub.bean(Words.class).seen).hasValue(Map.of(Path.of("a.txt"), "fine"));
        }
    }

    @Test
    void aFileThatOneInForceDoesNotGoWithIsRefusedAndNotThatOne() throws Exception {
        try (Hub hub = new Hub(home, Words.class).save("words/b.txt", "only").start()) {
            hub.save("words/a.txt", "only");

            Hub.soon(() -> !hub.refused().isEmpty());

            assertThat(hub.refused())
                    .containsExactly("words/a.txt With it words/b.txt:1 fails: it stands in a.txt");
            assertThat(hub.bean(Words.class).seen).hasValue(Map.of(Path.of("b.txt"), "only"));
        }
    }

    @Test
    void whatCameWithAFileThatDoesNotFitGoesLive() throws Exception {
        try (Hub hub = new Hub(home, Words.class).save("words/b.txt", "only").start()) {
            hub.save("words/a.txt", "only");
            hub.save("words/z.txt", "innocent");

            Map<Path, String> both = Map.of(Path.of("b.txt"), "only", Path.of("z.txt"), "innocent");
            Hub.soon(() -> hub.bean(Words.class).seen.get().equals(both));

            assertThat(hub.refused())
                    .containsExactly("words/a.txt With it words/b.txt:1 fails: it stands in a.txt");
        }
    }

    @Test
    void aFileThatWasDeletedAndIsStillNeededOutlivesARestart() throws Exception {
        Map<Path, String> both = Map.of(Path.of("a.txt"), "needs b.txt", Path.of("b.txt"), "here");
        try (Hub hub = new Hub(home, Words.class)) {
            hub.save("words/a.txt", "needs b.txt").save("words/b.txt", "here").start();

            hub.delete("words/b.txt");

            Hub.soon(() -> hub.refused().equals(List.of("words/b.txt it is needed")));
        }
        try (Hub hub = new Hub(home, Words.class).start()) {
            assertThat(hub.bean(Words.class).seen).hasValue(both);
        }
    }

    @Test
    void checkingAnEditTouchesNoLiveBeanAndNoJavaRoute() throws Exception {
        try (Hub hub = new Hub(home, Beans.class).start()) {
            MemoryIdempotentRepository seen = hub.bean(MemoryIdempotentRepository.class);
            String once =
                    answering("a", "x")
                            .replace(
                                    "setBody:\n            constant: x",
                                    "idempotentConsumer:\n"
                                            + "            idempotentRepository: seen\n"
                                            + "            simple: ${body}\n"
                                            + "            steps: [{setBody: {constant: first}}]");
            hub.save("routes/a.camel.yaml", once);
            Hub.soon(() -> hub.ask("a").equals("first"));

            hub.save(
                    "routes/b.camel.yaml",
                    once.replace("direct:a", "direct:b")
                            .replace("id: a", "id: b")
                            .replace("- idem", "- to: nowhere:x\n        - idem"));
            Hub.soon(() -> !hub.refused().isEmpty());
            hub.save(
                    "routes/c.camel.yaml",
                    answering("java", "thief").replace("direct:java", "direct:c"));
            Hub.soon(() -> hub.refused().size() == 2);

            assertThat(seen.isStarted()).isTrue();
            assertThat(seen.contains("?")).isTrue();
            assertThat(hub.ask("java")).isEqualTo("java");
        }
    }

    static class Beans {

        @Bean
        MemoryIdempotentRepository seen() {
            return new MemoryIdempotentRepository();
        }

        @Bean
        RouteBuilder java() {
            return new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:java").routeId("java").setBody(constant("java"));
                }
            };
        }
    }

    /** Refuses a file that says "bad". */
    static class Words implements LiveFolder {

        final AtomicReference<Map<Path, String>> seen = new AtomicReference<>(Map.of());
        private final Path folder;

        Words(ReloadSettings settings) {
            this.folder = settings.routes().resolveSibling("words");
        }

        @Override
        public String name() {
            return "words";
        }

        @Override
        public Path folder() {
            return folder;
        }

        @Override
        public String pattern() {
            return "*.txt";
        }

        @Override
        public void apply(Map<Path, String> files) throws BadFileException {
            Map<String, Path> words = new HashMap<>();
            for (var file : files.entrySet()) {
                if (file.getValue().equals("bad")) {
                    throw new BadFileException(file.getKey(), 3, "bad word");
                }
                if (file.getValue().startsWith("needs ")
                        && !files.containsKey(Path.of(file.getValue().substring(6)))) {
                    throw new BadFileException(
                            Path.of(file.getValue().substring(6)), 0, "it is needed");
                }
                Path other = words.put(file.getValue(), file.getKey());
                if (other != null) {
                    throw new BadFileException(file.getKey(), 1, "it stands in " + other);
                }
            }
            seen.set(files);
        }
    }
}
