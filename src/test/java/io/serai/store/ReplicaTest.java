package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.serai.Beside;
import io.serai.engines.Engines;
import io.serai.engines.Postgres;
import io.serai.event.Address;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What may be a moment behind is read from the replica, and from the store when that has to be. A
 * database that is not fed any more stands for a replica that is behind.
 */
@Beside
class ReplicaTest {

    private static final Address ZHANG = new Address("wechat", "main", "zhang");

    @TempDir private Path folder;
    private final Postgres postgres = Engines.postgres();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable it : opened.reversed()) {
            it.close();
        }
    }

    @Test
    void theFeedAndTheLatestConversationsComeFromTheReplica() {
        String copyUrl = postgres.freshDatabase();
        OpenStore copy = store(copyUrl);
        copy.say(ZHANG, "only here");
        copy.shown();
        String url = postgres.freshDatabase();
        OpenStore store = store(url);
        Replica replica = replica(store, url, copyUrl);

        Feed feed = new Feed(replica, settings(url));
        Reports reports = new Reports(replica, settings(url));

        assertThat(feed.after(feed.start(), List.of(), 10).entries()).hasSize(1);
        assertThat(feed.messages(feed.start(), 10).messages()).hasSize(1);
        assertThat(reports.latest(10))
                .extracting(Conversation::id)
                .containsExactly(ZHANG.conversation());
    }

    @Test
    void aCursorThatTheReplicaDoesNotHaveYetIsGoneOnFromAtTheStore() {
        String copyUrl = postgres.freshDatabase();
        OpenStore copy = store(copyUrl);
        String url = postgres.freshDatabase();
        OpenStore store = store(url);
        store.say(ZHANG, "one");
        store.shown();
        Feed feed = new Feed(replica(store, url, copyUrl), settings(url));
        Cursor end = feed.end();

        store.say(ZHANG, "two");
        store.shown();

        assertThat(feed.messages(end, 10).messages())
                .extracting(it -> it.content().words())
                .containsExactly("two");
    }

    @Test
    void aReplicaThatIsFedNoMoreIsNotReadForItsReadersWouldWaitForEver() {
        String copyUrl = postgres.freshDatabase();
        store(copyUrl);
        String url = postgres.freshDatabase();
        OpenStore store = store(url);
        store.say(ZHANG, "an hour ago");
        JdbcClient.create(store.source())
                .sql("update event set time = time - interval '1 hour'")
                .update();
        store.shown();

        Feed feed = new Feed(replica(store, url, copyUrl), settings(url));

        assertThat(feed.messages(feed.start(), 10).messages()).hasSize(1);
    }

    @Test
    void withoutItsReplicaTheHubStartsAndReadsTheStore() {
        String url = postgres.freshDatabase();
        OpenStore store = store(url);
        store.say(ZHANG, "hello");
        store.shown();

        Feed feed =
                new Feed(replica(store, url, "jdbc:postgresql://127.0.0.1:1/serai"), settings(url));

        assertThat(feed.messages(feed.start(), 10).messages()).hasSize(1);
    }

    @Test
    void onH2ThereIsNone() {
        String url = "jdbc:h2:file:" + folder.resolve("serai");
        OpenStore store = new OpenStore(url, "serai");
        opened.add(store);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> replica(store, url, "jdbc:postgresql://127.0.0.1:1/serai"))
                .withMessageContaining("serai.store.replica.url");
    }

    private OpenStore store(String url) {
        OpenStore store = new OpenStore(url, postgres.user());
        opened.add(store);
        return store;
    }

    private Replica replica(OpenStore store, String url, String replicaUrl) {
        Replica replica =
                new Replica(store.source(), settings(url), new ReplicaSettings(replicaUrl));
        opened.add(replica::destroy);
        return replica;
    }

    private StoreSettings settings(String url) {
        return LedgerOnDisk.settings(url, postgres.user(), postgres.password());
    }
}
