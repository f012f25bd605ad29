package io.serai.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Address;
import io.serai.store.OpenStore;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The index follows the store, whatever happens to either. */
class IndexerTest {

    private static final Address ZHANG = new Address("wechat", "main", "zhang");

    @TempDir private Path folder;
    private final List<OpenStore> stores = new ArrayList<>();
    private final List<Indexer> indexers = new ArrayList<>();

    @AfterEach
    void close() {
        indexers.forEach(Indexer::stop);
        stores.forEach(OpenStore::close);
    }

    @Test
    void whatIsSaidIsFoundSoonAndOnce() {
        OpenStore store = store("one");
        store.say(ZHANG, "可以退货吗");
        Search search = search(store);
        awaitFound(search, "退货", 1);

        store.answer(ZHANG, "可以退货");

        awaitFound(search, "退货", 2);
        assertThat(search.isComplete()).isTrue();
        assertThat(search.find("退货", null, null, 10))
                .extracting(Search.Found::seq)
                .containsExactly(2L, 1L);
    }

    @Test
    void afterARestartItGoesOnWhereItWas() {
        OpenStore store = store("one");
        store.say(ZHANG, "退货一");
        awaitFound(search(store), "退货", 1);
        indexers.forEach(Indexer::stop);
        store.say(ZHANG, "退货二");

        Search again = search(store);

        awaitFound(again, "退货", 2);
    }

    @Test
    void theIndexOfAnotherStoreIsMadeAgain() {
        OpenStore before = store("one");
        before.say(ZHANG, "退货");
        awaitFound(search(before), "退货", 1);
        indexers.forEach(Indexer::stop);
        OpenStore after = store("two");
        after.say(ZHANG, "发票");

        Search search = search(after);

        awaitFound(search, "发票", 1);
        assertThat(search.find("退货", null, null, 10)).isEmpty();
    }

    @Test
    void anIndexThatIsBrokenIsMadeAgain() throws IOException {
        OpenStore store = store("one");
        store.say(ZHANG, "退货");
        awaitFound(search(store), "退货", 1);
        indexers.forEach(Indexer::stop);
        try (var files = Files.list(folder.resolve("search"))) {
            for (Path file :
                    files.filter(it -> it.getFileName().toString().startsWith("segments"))
                            .toList()) {
                Files.writeString(file, "broken");
            }
        }

        awaitFound(search(store), "退货", 1);
    }

    @Test
    void aSecondHubOnTheSameFolderHasNoSearchAndSaysSo() {
        OpenStore store = store("one");
        store.say(ZHANG, "退货");
        awaitFound(search(store), "退货", 1);

        Search second = search(store);

        assertThatThrownBy(() -> second.find("退货", null, null, 10)).isInstanceOf(SearchAway.class);
    }

    private OpenStore store(String name) {
        OpenStore store = new OpenStore("jdbc:h2:file:" + folder.resolve(name), "serai");
        stores.add(store);
        return store;
    }

    private Search search(OpenStore store) {
        SearchSettings settings =
                new SearchSettings(folder.resolve("search").toString(), Duration.ofMillis(50));
        Indexer indexer = new Indexer(store.feed(), settings, new SimpleMeterRegistry());
        indexers.add(indexer);
        indexer.start();
        return new Search(indexer);
    }

    private static void awaitFound(Search search, String words, int count) {
        await().ignoreException(SearchAway.class)
                .untilAsserted(() -> assertThat(search.find(words, null, null, 10)).hasSize(count));
    }
}
