package io.serai.store;

import static io.serai.store.FirstSchema.ZHANG;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;

import io.serai.engines.Engines;
import io.serai.event.Message;
import io.serai.event.Owner;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A store of any earlier hub becomes one of this hub's, and nothing in it is lost. */
class MigrationTest {

    enum Database {
        H2,
        POSTGRES
    }

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    void whatTheFirstHubLeftIsAllThereAndGoesOn(Database database) {
        StoreSettings settings = settings(database);
        try (HikariDataSource source = source(settings)) {
            FirstSchema.make(settings, source);
        }

        try (LedgerOnDisk store = new LedgerOnDisk(settings)) {
            assertThat(store.conversation(ZHANG.conversation())).isEqualTo(asTheFirstHubKnewIt());
            assertThat(store.words(ZHANG.conversation())).containsExactly("怎么退货", "这样退");
            assertThat(store.backlog().toSend()).containsExactly(ZHANG.conversation());
            assertThat(store.conversations().ofCustomer("C1")).hasSize(1);
            assertThat(events(store, settings))
                    .containsExactly(
                            "io.serai.message.received",
                            "io.serai.message.sent",
                            "io.serai.order.paid");
            UUID first = UUID.fromString("00000000-0000-4000-8000-00000000d001");
            assertThat(store.ledger().commitNow(new Place(first))).isEqualTo(1);
            Message next = store.ledger().commitNow(new Say(ZHANG, "再问一句"));
            assertThat(next.seq()).isEqualTo(3);
            assertThat(events(store, settings)).hasSize(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void migratingAgainChangesNothing(Database database) {
        StoreSettings settings = settings(database);
        try (LedgerOnDisk store = new LedgerOnDisk(settings)) {
            store.ledger().commitNow(new Say(ZHANG, "怎么退货"));
        }

        try (LedgerOnDisk store = new LedgerOnDisk(settings)) {
            assertThat(store.words(ZHANG.conversation())).containsExactly("怎么退货");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStoreOfALaterHubIsLeftAlone(Database database) {
        StoreSettings settings = settings(database);
        try (LedgerOnDisk store = new LedgerOnDisk(settings)) {
            LaterSchema.pretend(store.source());
        }

        try (HikariDataSource source = source(settings)) {
            Flyway flyway =
                    Schema.configure(Flyway.configure().dataSource(source), settings).load();
            assertThatThrownBy(() -> Schema.migrate(settings, flyway))
                    .isInstanceOf(StoreUnusable.class)
                    .hasMessageContaining("schema version 9000")
                    .hasMessageContaining("restore the backup taken before the upgrade");
        }
    }

    @Test
    void onH2AMigrationThatWasCutOffBeginsAgain() {
        StoreSettings settings = settings(Database.H2);
        cutOff(settings);

        try (LedgerOnDisk store = new LedgerOnDisk(settings)) {
            assertThat(store.words(ZHANG.conversation())).containsExactly("怎么退货", "这样退");
        }
        assertThat(folder).isDirectoryNotContaining("glob:**before-migration*");
    }

    @Test
    void aFileThatSomebodyPutInThePlaceOfOneWhoseMigrationWasCutOffIsLeftAlone(
            @TempDir Path elsewhere) throws IOException {
        StoreSettings settings = settings(Database.H2);
        cutOff(settings);
        try (LedgerOnDisk other = new LedgerOnDisk(elsewhere)) {
            other.ledger().commitNow(new Say(ZHANG, "还在吗"));
        }
        Files.move(
                elsewhere.resolve("serai.mv.db"),
                folder.resolve("serai.mv.db"),
                StandardCopyOption.REPLACE_EXISTING);

        try (LedgerOnDisk store = new LedgerOnDisk(settings)) {
            assertThat(store.words(ZHANG.conversation())).containsExactly("还在吗");
        }
        assertThat(folder).isDirectoryContaining("glob:**/serai.before-migration.zip.*");
    }

    private static void cutOff(StoreSettings settings) {
        try (HikariDataSource source = source(settings)) {
            FirstSchema.make(settings, source);
            Flyway cutOff =
                    Schema.configure(Flyway.configure().dataSource(source), settings)
                            .callbacks(new FailsAfterItsFirstTable("12", "ticket_comment"))
                            .load();
            assertThatThrownBy(() -> Schema.migrate(settings, cutOff)).hasMessageContaining("V12");
        }
    }

    /** Lets a migration fail after its first table, which nobody takes back. */
    private record FailsAfterItsFirstTable(String version, String second) implements Callback {
        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            if (context.getMigrationInfo().getVersion().getVersion().equals(version)) {
                SingleConnectionDataSource source =
                        new SingleConnectionDataSource(context.getConnection(), true);
                JdbcClient.create(source).sql("create table " + second + " (id int)").update();
            }
        }

        @Override
        public String getCallbackName() {
            return "fails after its first table";
        }
    }

    /** Where the message of this key stands. */
    private record Place(UUID key) implements Unit<Long> {
        @Override
        public List<String> conversations() {
            return List.of();
        }

        @Override
        public List<UUID> keys() {
            return List.of(key);
        }

        @Override
        public Long run(Page page) {
            return page.seen(key).orElseThrow().seq();
        }
    }

    private static Conversation asTheFirstHubKnewIt() {
        return new Conversation(
                ZHANG.conversation(),
                ZHANG,
                "张三",
                Map.of("customer", "C1"),
                Map.of("msg_id", "@x"),
                Owner.agent("mei", "returns", Instant.parse("2026-01-02T03:04:05Z")),
                4,
                2,
                1,
                1,
                2,
                0,
                Map.of("language", "zh"),
                "mei",
                "这样退",
                Instant.parse("2026-01-02T03:05:06Z"));
    }

    private static List<String> events(LedgerOnDisk store, StoreSettings settings) {
        Feed feed =
                new Feed(new Replica(store.source(), settings, new ReplicaSettings("")), settings);
        return OpenStore.shown(feed, store.source())
                .after(feed.start(), List.of(), 100)
                .entries()
                .stream()
                .map(entry -> entry.event().type())
                .toList();
    }

    private StoreSettings settings(Database database) {
        return switch (database) {
            case H2 -> LedgerOnDisk.settings(folder);
            case POSTGRES ->
                    LedgerOnDisk.settings(
                            Engines.postgres().freshDatabase(), Engines.postgres().user(), "");
        };
    }

    private static HikariDataSource source(StoreSettings settings) {
        return (HikariDataSource) new StoreConfiguration().dataSource(settings);
    }
}
