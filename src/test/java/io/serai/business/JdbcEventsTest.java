package io.serai.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.serai.Beside;
import io.serai.engines.Engines;
import io.serai.engines.MariaDb;
import io.serai.engines.Postgres;
import io.serai.gateway.ContractException;
import io.serai.gateway.Hub;
import io.serai.store.LedgerOnDisk;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The shipped route on a merchant's real PostgreSQL: every row once, also one committed late. */
@Beside
class JdbcEventsTest {

    private static final String QUERY =
            "select id, type, order_no as subject, at as time, customer as \"customerCode\", amount"
                + " from shop_event where at > :?after or (at = :?after and id > :?afterId) order"
                + " by at, id";

    @TempDir private Path folder;
    private final Postgres postgres = Engines.postgres();
    private String url = postgres.freshDatabase();
    private final Set<String> known = SourcesOfHub.nothing();
    private LedgerOnDisk store;
    private Hub systems;
    private SourcesOfHub hub;

    @BeforeEach
    void open() throws Exception {
        store = new LedgerOnDisk(folder);
        sql(
                "create table shop_event (id text primary key, type text, order_no text, at"
                        + " timestamptz, customer text, amount numeric(9,2))");
    }

    @AfterEach
    void close() {
        stop();
        store.close();
    }

    private void stop() {
        if (hub != null) {
            hub.close();
            systems.close();
        }
    }

    private void start() throws Exception {
        start(Map.of());
    }

    private void start(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.shop.url", url);
        settings.put("serai.systems.shop.username", postgres.user());
        settings.put("serai.events.jdbc.system", "shop");
        settings.put("serai.events.jdbc.name", "shop-orders");
        settings.put("serai.events.jdbc.query", QUERY);
        settings.put("serai.events.jdbc.every", "500ms");
        settings.put("serai.events.jdbc.from", "2026-01-01T00:00:00Z");
        settings.put("serai.events.jdbc.overlap", "5m");
        settings.putAll(more);
        systems = new Hub(List.of(), settings);
        systems.camel.getRegistry().bind("sourceCursors", store.cursors());
        hub = new SourcesOfHub(systems.camel, store, known, settings);
    }

    private void sql(String text) throws Exception {
        sql(text, postgres.user());
    }

    private void sql(String text, String user) throws Exception {
        try (Connection connection = DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    /** Rows all of the very same time. */
    private void pays(int from, int to) throws Exception {
        sql(
                "insert into shop_event select lpad(i::text, 6, '0'), 'order.paid', 'E' || i,"
                        + " timestamptz '2026-11-21 08:00:00.123456+00', 'C1', 9.90 from"
                        + " generate_series("
                        + from
                        + ","
                        + to
                        + ") i");
    }

    @Test
    void manyRowsOfTheSameTimeAreReadPageByPageAndOneThatWasCommittedLateToo() throws Exception {
        pays(1, 450);
        start();
        await().until(() -> hub.kept.size() == 450);

        sql(
                "insert into shop_event values ('late', 'order.paid', 'E9', '2026-11-21"
                        + " 07:58:00+00', 'C1', 1)");

        await().until(() -> hub.kept.size() == 451);
        assertThat(hub.kept.getFirst().id()).isEqualTo("shop-orders:000001");
        assertThat(hub.kept.getFirst().type()).isEqualTo("io.serai.order.paid");
        assertThat(hub.kept.getFirst().time()).hasToString("2026-11-21T08:00:00.123456Z");
        assertThat(hub.kept.getFirst().data().path("customerCode").asText()).isEqualTo("C1");
        assertThat(hub.kept.getLast().id()).isEqualTo("shop-orders:late");
    }

    @Test
    void aTableOfMariaDbsWithManyRowsInAnHourOfSummerIsReadToItsEnd() throws Exception {
        MariaDb mariaDb = Engines.mariadb();
        url = mariaDb.freshDatabase();
        sql(
                "create table shop_event (id varchar(20) primary key, type text, order_no text,"
                        + " at datetime(6), customer text, amount numeric(9,2))",
                mariaDb.user());
        sql(
                "insert into shop_event select lpad(seq, 6, '0'), 'order.paid', concat('E', seq),"
                        + " timestamp '2026-07-01 12:00:00' + interval seq second, 'C1', 1 from"
                        + " seq_1_to_900",
                mariaDb.user());

        start(
                Map.of(
                        "serai.systems.shop.url",
                        url,
                        "serai.systems.shop.username",
                        mariaDb.user(),
                        "serai.systems.shop.zone",
                        "Europe/Berlin"));

        await().until(() -> hub.kept.size() == 900);
        assertThat(hub.kept.getFirst().time()).hasToString("2026-07-01T10:00:01Z");
        await().until(() -> store.cursors().at("events-shop-orders").endsWith("|000900"));
    }

    @Test
    void aRowDatedToTheFutureKeepsNoneThatComesAfterItBack() throws Exception {
        start();
        sql("insert into shop_event values ('f', 'order.paid', 'E1', '2099-01-01', 'C1', 1)");
        await().until(() -> hub.kept.size() == 1);

        sql("insert into shop_event values ('n', 'order.paid', 'E2', now(), 'C1', 1)");

        await().until(() -> hub.kept.size() == 2);
        assertThat(hub.kept.getLast().id()).isEqualTo("shop-orders:n");
        assertThat(store.cursors().at("events-shop-orders")).doesNotStartWith("2099");
    }

    @Test
    void whyATableCannotBeReadIsToldOnceUntilItCan() {
        // Again where an application that started beside took the ear away.
        await().untilAsserted(
                        () ->
                                assertThat(toldOf("shop"))
                                        .containsExactly(
                                                "Business events of shop wait: it refuses it",
                                                "Business events of shop are read again",
                                                "Business events of shop wait: it refuses it"));
    }

    private static List<String> toldOf(String name) {
        PolledEvents polled = new PolledEvents(Clock.systemUTC());
        Exchange look = new DefaultExchange(new DefaultCamelContext());
        look.setProperty(Exchange.EXCEPTION_CAUGHT, new ContractException("it refuses it"));
        look.getMessage().setBody(JsonNodeFactory.instance.arrayNode());
        ListAppender<ILoggingEvent> ear = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger(PolledEvents.class);
        ear.start();
        log.addAppender(ear);

        polled.failed(look, name);
        polled.failed(look, name);
        polled.rows(look, name, 200);
        polled.failed(look, name);

        log.detachAppender(ear);
        return ear.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(it -> it.contains(" " + name + " "))
                .toList();
    }

    @Test
    void aRowWithoutEndGoesToTheDeadAndHoldsUpNoOther() throws Exception {
        start();
        sql("insert into shop_event values ('i', 'order.paid', 'E1', 'infinity', 'C1', 1)");
        await().until(() -> hub.dead.latest(10).size() == 1);

        sql("insert into shop_event values ('n', 'order.paid', 'E2', now(), 'C1', 1)");

        await().until(() -> hub.kept.size() == 1);
        assertThat(hub.dead.latest(10).getFirst().reason()).contains("time");
        assertThat(hub.dead.latest(10).getFirst().entry()).isEqualTo("shop-orders/i");
    }

    @Test
    void aRowWithoutAnIdGoesToTheDeadAndHoldsUpNoOther() throws Exception {
        sql("alter table shop_event drop constraint shop_event_pkey, alter id drop not null");
        sql("insert into shop_event values (null, 'order.paid', 'E1', now(), 'C1', 1)");
        pays(1, 1);

        start();

        await().until(() -> hub.kept.size() == 1);
        await().until(() -> hub.dead.latest(10).size() == 1);
        assertThat(hub.dead.latest(10).getFirst().reason()).isEqualTo("the row has no id");
    }

    @Test
    void aRowWhoseIdIsTooLongGoesToTheDeadAndHoldsUpNoOther() throws Exception {
        start();
        for (String end : List.of("x", "y")) {
            sql(
                    "insert into shop_event values (repeat('a', 500) || '%s', 'order.paid', 'E1', now(), 'C1', 1)"
                            .formatted(end));
        }
        sql("insert into shop_event values ('n', 'order.paid', 'E2', now(), 'C1', 1)");

        await().until(() -> hub.kept.size() == 1);

        assertThat(hub.dead.latest(10))
                .hasSize(2)
                .allMatch(it -> it.reason().startsWith("id must be 1 to 128"));
    }

    @Test
    void aRowThatIsReadAgainIsHandedOnOnceUnlessItWasMendedMeanwhile() throws Exception {
        start();
        pays(1, 3);
        sql(
                "insert into shop_event values ('bad', 'order.paid', 'no order', '2026-11-21"
                        + " 07:59:00+00', 'C1', 1)");
        await().until(() -> hub.kept.size() == 3 && hub.counted("dead") == 1);

        for (int look = 1; look <= 3; look++) {
            int rows = 3 + look;
            pays(rows, rows);
            await().until(() -> hub.kept.size() == rows);
        }

        assertThat(hub.again).isEmpty();
        assertThat(hub.counted("duplicate")).isZero();
        sql("update shop_event set order_no = 'E7' where id = 'bad'");
        await().until(() -> hub.ids().contains("shop-orders:bad"));
    }

    @Test
    void aHubThatStartsAgainGoesOnWhereItWasAndKnowsWhatItHas() throws Exception {
        pays(1, 3);
        start();
        await().until(() -> hub.kept.size() == 3);
        await().until(() -> store.cursors().at("events-shop-orders").endsWith("|000003"));
        stop();
        pays(4, 5);

        start();

        await().until(() -> known.size() == 5);
        assertThat(hub.ids()).containsExactly("shop-orders:000004", "shop-orders:000005");
    }

    @Test
    void aHubThatStopsReadsNotAllThatIsThereFirstAndTheNextGoesOnFromThere() throws Exception {
        int rows = 4_000;
        start();
        CountDownLatch reading = new CountDownLatch(1);
        hub.beforeKeeping =
                () -> {
                    reading.countDown();
                    if (!hub.camel.isStopping()) {
                        await().until(hub.camel::isStopping);
                    }
                };
        pays(1, rows);
        reading.await();

        stop();

        assertThat(known).hasSizeLessThan(rows);
        assertThat(store.cursors().at("events-shop-orders")).isNotEmpty();
        start();
        await().until(() -> known.size() == rows);
    }

    @Test
    void whileTheStoreIsAwayNothingIsPassedOverAndABadRowGoesToTheDead() throws Exception {
        start();
        hub.storeAway = true;
        pays(1, 5);
        sql(
                "insert into shop_event values ('bad', 'order.paid', 'no order', '2026-11-21"
                        + " 07:59:00+00', 'C1', 1)");
        await().until(() -> hub.dead.latest(10).size() == 1 && hub.counted("failed") > 10);
        hub.storeAway = false;

        await().until(() -> hub.kept.size() == 5);
        assertThat(hub.dead.latest(10).getFirst().reason()).contains("order number");
        assertThat(hub.counted("dead")).isEqualTo(1);
    }
}
