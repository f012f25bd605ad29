package io.serai.store;

import static io.serai.store.FirstSchema.ZHANG;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.Unzip;
import io.serai.engines.Engines;
import io.serai.event.Address;
import io.serai.event.Message;
import io.serai.event.Owner;
import io.serai.event.Sender;
import io.serai.event.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A copy of a store, opened where the original was or elsewhere. */
class RestoredTest {

    private static final Address LI = new Address("wechat", "main", "li");

    enum Database {
        H2,
        POSTGRES
    }

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    void whatWasUnderWayWhenItWasMadeIsNotDoneAgain(Database database) throws Exception {
        StoreSettings original = settings(database);
        try (LedgerOnDisk store = new LedgerOnDisk(original)) {
            store.ledger().commitNow(new Say(ZHANG, "还没人答"));
            store.commit(page -> answer(page, ZHANG.conversation()));
        }
        StoreSettings copy = copy(database, original);

        try (LedgerOnDisk store = new LedgerOnDisk(copy)) {
            Conversation conversation = store.conversation(ZHANG.conversation());
            assertThat(conversation.pending()).isFalse();
            assertThat(conversation.owner().kind()).isEqualTo(Owner.Kind.QUEUE);
            assertThat(conversation.fence()).isEqualTo(2);
            assertThat(leasesThatRanOut(store)).isOne();
            assertThat(store.words(ZHANG.conversation())).containsExactly("还没人答", "就来");

            store.ledger().commitNow(new Say(LI, "新来的"));
        }
        try (LedgerOnDisk store = new LedgerOnDisk(copy)) {
            assertThat(store.conversation(LI.conversation()).pending())
                    .as("only the first hub on it takes it for a copy")
                    .isTrue();
        }
        try (LedgerOnDisk store = new LedgerOnDisk(original)) {
            assertThat(store.conversation(ZHANG.conversation()).pending())
                    .as("the original goes on")
                    .isTrue();
            assertThat(leasesThatRanOut(store)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAnotherTicketSystemWasToBeToldIsLookedForThereFirst(Database database)
            throws Exception {
        StoreSettings original = settings(database);
        try (LedgerOnDisk store = new LedgerOnDisk(original)) {
            store.sql()
                    .sql(
                            "insert into ticket_outbox (ticket, action, body, attempts, due)"
                                    + " values (?, 'comment', '{}', 0, current_timestamp)")
                    .param(UUID.randomUUID())
                    .update();
        }
        StoreSettings copy = copy(database, original);

        assertThat(begunBefore(copy)).isTrue();
        assertThat(begunBefore(original)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whoReadTheFeedGoesOnOrIsToldToReload(Database database) throws Exception {
        StoreSettings original = settings(database);
        try (LedgerOnDisk store = new LedgerOnDisk(original)) {
            store.ledger().commitNow(new Say(ZHANG, "before"));
        }
        StoreSettings copy = copy(database, original);
        Cursor inTheCopy;
        Cursor later;
        try (LedgerOnDisk store = new LedgerOnDisk(original)) {
            inTheCopy = feed(store, original).end();
            store.ledger().commitNow(new Say(ZHANG, "lost"));
            later = feed(store, original).end();
        }

        try (LedgerOnDisk store = new LedgerOnDisk(copy)) {
            store.ledger().commitNow(new Say(ZHANG, "after"));
            store.ledger().commitNow(new Say(ZHANG, "and more"));
            Feed feed = feed(store, copy);

            assertThat(feed.after(inTheCopy, List.of(), 10).entries()).hasSize(2);
            assertThatThrownBy(() -> feed.after(later, List.of(), 10))
                    .isInstanceOf(CursorGone.class);
        }
    }

    @Test
    void ofTheBackupsOnlyTheNewestStayAndNoneIsHalf() throws Exception {
        StoreSettings settings = settings(Database.H2);
        Path backups = folder.resolve("backups");
        try (LedgerOnDisk store = new LedgerOnDisk(settings)) {
            store.ledger().commitNow(new Say(ZHANG, "怎么退货"));
            for (int day = 1; day <= 3; day++) {
                Clock clock = fixed("2026-01-0" + day + "T03:04:05.678Z");
                assertThat(backup(store, settings, backups, clock).make().getStatus())
                        .isEqualTo(200);
            }
        }

        try (Stream<Path> files = Files.list(backups)) {
            assertThat(files.map(it -> it.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "serai-20260102T030405.678Z.zip", "serai-20260103T030405.678Z.zip");
        }
    }

    @Test
    void aBackupOfPostgresIsLeftToItsOwnTools() throws Exception {
        StoreSettings settings = settings(Database.POSTGRES);
        try (LedgerOnDisk store = new LedgerOnDisk(settings)) {
            var answer = backup(store, settings, folder, Clock.systemUTC()).make();

            assertThat(answer.getStatus()).isEqualTo(400);
            assertThat(answer.getBody().toString()).contains("pg_dump");
        }
    }

    @Test
    void aBackupThatCannotBeWrittenSaysWhy() throws Exception {
        StoreSettings settings = settings(Database.H2);
        Path taken = Files.createFile(folder.resolve("taken"));
        try (LedgerOnDisk store = new LedgerOnDisk(settings)) {
            var answer = backup(store, settings, taken, Clock.systemUTC()).make();

            assertThat(answer.getStatus()).isEqualTo(500);
            assertThat(answer.getBody().toString()).contains("taken", "FileAlreadyExists");
        }
    }

    private static Message answer(Page page, String conversation) {
        Draft draft =
                Draft.of(
                        Sender.bot("test"),
                        new io.serai.event.Content.Text("就来"),
                        null,
                        null,
                        Status.QUEUED,
                        null,
                        Instant.now());
        Message message =
                page.append(page.conversation(conversation).orElseThrow(), draft).message();
        page.enqueue(message);
        return message;
    }

    private static boolean begunBefore(StoreSettings settings) {
        try (LedgerOnDisk store = new LedgerOnDisk(settings)) {
            return store.sql()
                    .sql("select attempts > 0 from ticket_outbox")
                    .query(Boolean.class)
                    .single();
        }
    }

    private static int leasesThatRanOut(LedgerOnDisk store) {
        return JdbcClient.create(store.source())
                .sql("select count(*) from outbox where until < current_timestamp")
                .query(Integer.class)
                .single();
    }

    private StoreSettings settings(Database database) {
        return switch (database) {
            case H2 -> LedgerOnDisk.settings(folder);
            case POSTGRES -> postgres(Engines.postgres().freshDatabase());
        };
    }

    private static StoreSettings postgres(String url) {
        return LedgerOnDisk.settings(url, Engines.postgres().user(), "");
    }

    private StoreSettings copy(Database database, StoreSettings original) throws Exception {
        return switch (database) {
            case H2 -> {
                Path elsewhere = folder.resolve("elsewhere");
                try (LedgerOnDisk store = new LedgerOnDisk(original)) {
                    var made = backup(store, original, folder, Clock.systemUTC()).make();
                    Unzip.into(elsewhere, Path.of(made.getBody().get("file").toString()));
                }
                yield LedgerOnDisk.settings(elsewhere);
            }
            case POSTGRES -> {
                String name = original.url().substring(original.url().lastIndexOf('/') + 1);
                String url = Engines.postgres().url();
                try (var connection =
                                DriverManager.getConnection(url, Engines.postgres().user(), "");
                        var statement = connection.createStatement()) {
                    statement.execute("create database %s_copy template %s".formatted(name, name));
                }
                yield postgres(original.url() + "_copy");
            }
        };
    }

    private static Backup backup(
            LedgerOnDisk store, StoreSettings settings, Path folder, Clock clock) {
        return new Backup(
                new JdbcTemplate(store.source()), settings, new BackupSettings(folder, 2), clock);
    }

    private static Feed feed(LedgerOnDisk store, StoreSettings settings) {
        Feed feed =
                new Feed(new Replica(store.source(), settings, new ReplicaSettings("")), settings);
        return OpenStore.shown(feed, store.source());
    }

    private static Clock fixed(String time) {
        return Clock.fixed(Instant.parse(time), java.time.ZoneOffset.UTC);
    }
}
