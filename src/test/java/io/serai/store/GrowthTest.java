package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;

import io.serai.engines.Engines;
import io.serai.event.Address;
import io.serai.event.Message;
import io.serai.event.Owner;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** What is asked of a store all day costs no more when more is stored: it looks at few rows. */
class GrowthTest {

    private static final int STORED = 40_000;
    private static final int LONG = 3_000;

    /** The 1001st customer of 2000. */
    private static final String SOMEBODY =
            new Address("web", "main", "customer1000").conversation();

    enum Database {
        H2,
        POSTGRESQL
    }

    @TempDir private Path folder;
    private HikariDataSource source;
    private StoreSettings settings;
    private Explained explained;

    @AfterEach
    void close() {
        source.close();
    }

    @ParameterizedTest
    @EnumSource
    void aPageOfAnyConversationReadsThatPage(Database database) throws IOException {
        fill(database);
        Conversations conversations = new Conversations(JdbcClient.create(explained));

        List<Message> latest = conversations.before(SOMEBODY, Long.MAX_VALUE, 20);
        List<Message> first = conversations.after(SOMEBODY, 0, 20);

        assertThat(latest).hasSize(20).last().extracting(Message::seq).isEqualTo(20L + LONG);
        assertThat(latest).isSortedAccordingTo(Comparator.comparing(Message::seq));
        assertThat(first).hasSize(20).first().extracting(Message::seq).isEqualTo(1L);
        assertThat(explained.looks()).hasSize(2).allSatisfy(this::few);
    }

    @ParameterizedTest
    @EnumSource
    void whatAnAgentHasAndWhatWaitsIsReadWithoutTheRest(Database database) throws IOException {
        fill(database);
        Conversations conversations = new Conversations(JdbcClient.create(explained));

        assertThat(conversations.find(SOMEBODY)).isPresent();
        assertThat(conversations.with("agent1")).hasSize(5);
        assertThat(conversations.ownedBy(Owner.Kind.QUEUE, 50))
                .hasSize(50)
                .extracting(it -> it.owner().since())
                .isSorted();
        assertThat(conversations.lastSeqs(List.of(SOMEBODY))).containsEntry(SOMEBODY, 20L + LONG);

        assertThat(explained.looks()).hasSize(4).allSatisfy(this::few);
    }

    @ParameterizedTest
    @EnumSource
    void theConversationsSpokenInLastAreFoundFromTheEndOfTheEvents(Database database)
            throws IOException {
        fill(database);
        Reports reports =
                new Reports(new Replica(explained, settings, new ReplicaSettings("")), settings);

        List<Conversation> latest = reports.latest(150);

        assertThat(latest)
                .hasSize(150)
                .isSortedAccordingTo(Comparator.comparing(Conversation::updated).reversed())
                .first()
                .extracting(Conversation::id)
                .isEqualTo(SOMEBODY);
        assertThat(explained.looks())
                .hasSize(2)
                .allSatisfy((sql, rows) -> assertThat(rows).as(sql).isLessThanOrEqualTo(2_001));
    }

    private void few(String sql, long rows) {
        assertThat(rows).as("rows looked at by " + sql).isLessThanOrEqualTo(100);
    }

    /** As the figures of bench/growth are made, and one customer who says more than all others. */
    private void fill(Database database) throws IOException {
        boolean h2 = database == Database.H2;
        String url =
                h2 ? "jdbc:h2:file:" + folder.resolve("serai") : Engines.postgres().freshDatabase();
        String user = h2 ? "serai" : Engines.postgres().user();
        settings = LedgerOnDisk.settings(url, user, "");
        source = (HikariDataSource) new StoreConfiguration().dataSource(settings);
        Schema.migrate(
                settings, Schema.configure(Flyway.configure().dataSource(source), settings).load());
        String script = Files.readString(Path.of("bench/growth", h2 ? "h2.sql" : "postgresql.sql"));
        JdbcTemplate sql = new JdbcTemplate(source);
        sql.execute(script.replace("${messages}", String.valueOf(STORED)));
        sql.update(
                "insert into event (id, type, source, conversation, seq, time, status, body) select"
                        + " gen_random_uuid(), type, source, ?, 20 + position, current_timestamp,"
                        + " status, body from event where position <= ? order by position",
                Rows.uuid(SOMEBODY),
                LONG);
        sql.update(
                "update conversation set last_seq = ?, updated = current_timestamp where id = ?",
                20 + LONG,
                Rows.uuid(SOMEBODY));
        sql.execute("analyze");
        explained = new Explained(source);
    }
}
