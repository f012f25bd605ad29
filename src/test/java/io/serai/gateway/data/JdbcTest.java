package io.serai.gateway.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.Beside;
import io.serai.engines.Engines;
import io.serai.gateway.Answer;
import io.serai.gateway.Hub;
import io.serai.gateway.Reasons;

import org.apache.camel.builder.RouteBuilder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The loyalty program's database, for real. */
@Beside
class JdbcTest {

    private static final String ROWS =
            """
            create table account (customer varchar(64) primary key, points decimal(12,2), level varchar(16), since date);
            insert into account values ('C1', 120.50, '金卡', '2024-02-29'), ('C2', 0.00, null, null), ('{"$gt":""}', 1, 'x', null)
            """;

    /** Both kinds. */
    enum Kind {
        POSTGRESQL("timestamptz", "timestamp", "bytea", "decode('cafe', 'hex')", "pg_sleep(3)") {
            @Override
            String fresh() {
                return Engines.postgres().freshDatabase();
            }
        },
        MARIADB("timestamp null", "datetime", "blob", "x'cafe'", "sleep(3)") {
            @Override
            String fresh() {
                return Engines.mariadb().freshDatabase();
            }
        };

        final String instant;
        final String wall;
        final String bytes;
        final String cafe;
        final String sleep;

        Kind(String instant, String wall, String bytes, String cafe, String sleep) {
            this.instant = instant;
            this.wall = wall;
            this.bytes = bytes;
            this.cafe = cafe;
            this.sleep = sleep;
        }

        abstract String fresh();

        String user() {
            return this == POSTGRESQL ? Engines.postgres().user() : Engines.mariadb().user();
        }
    }

    private Hub hub;
    private String url;
    private Kind kind;
    private int routes;

    private void start(Kind kind, Map<String, String> more) throws Exception {
        this.kind = kind;
        url = kind.fresh();
        execute(ROWS);
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.loyalty.url", url);
        settings.put("serai.systems.loyalty.username", kind.user());
        settings.put("serai.systems.loyalty.connections", "2");
        settings.putAll(more);
        hub = new Hub("routes/systems/loyalty.camel.yaml", settings);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private void execute(String script) throws Exception {
        try (Connection connection = DriverManager.getConnection(url, kind.user(), "");
                Statement statement = connection.createStatement()) {
            for (String sql : script.split(";\n", -1)) {
                statement.execute(sql);
            }
        }
    }

    /** Asks by a route of the test's own. */
    private JsonNode ask(String query, Object body) throws Exception {
        String asks = "direct:ask" + ++routes;
        hub.camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from(asks)
                                .to(
                                        "kamelet:jdbc-system-action?system=loyalty&maxRows=3&query=RAW("
                                                + query
                                                + ")");
                    }
                });
        return asked(asks, body);
    }

    /** Why there is no answer. */
    private static String reason(ThrowingCallable ask) {
        return Reasons.of(catchThrowable(ask));
    }

    @ParameterizedTest
    @EnumSource
    void aCustomersAccountIsFoundAndAnUnknownOneIsNot(Kind kind) throws Exception {
        start(kind, Map.of());

        Answer account = hub.ask("direct:system.loyalty.account", "C1");
        Answer unknown = hub.ask("direct:system.loyalty.account", "C9");

        assertThat(account.error()).isNull();
        assertThat(account.data())
                .hasToString("{\"points\":120.50,\"level\":\"金卡\",\"since\":\"2024-02-29\"}");
        assertThat(unknown.unknown()).isTrue();
        assertThat(unknown.error()).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void manyCustomersCostOneQueryAndNoneIsNoQueryForAll(Kind kind) throws Exception {
        start(kind, Map.of());
        Map<?, ?> many =
                hub.ask(
                        "direct:system.loyalty.by-customers",
                        Map.of("keys", List.of("C1", "C2", "C9")),
                        Map.class);
        JsonNode none = asked("direct:system.loyalty.by-customers.call", Map.of("keys", List.of()));

        assertThat(((Answer) many.get("C1")).data().path("level").asText()).isEqualTo("金卡");
        assertThat(((Answer) many.get("C2")).data().path("points").asText()).isEqualTo("0.00");
        assertThat(((Answer) many.get("C9")).unknown()).isTrue();
        assertThat(none).isEmpty();
    }

    private JsonNode asked(String call, Object body) {
        return hub.ask(call, body, JsonNode.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatACustomerWritesIsAValueAndNeverTheQuery(Kind kind) throws Exception {
        start(kind, Map.of());
        String query = "select customer from account where customer = :?name";

        assertThat(ask(query, Map.of("name", "C1' or '1'='1"))).isEmpty();
        assertThat(asked("direct:ask1", Map.of("name", "'; drop table account; --"))).isEmpty();
        assertThat(asked("direct:ask1", Map.of("name", "{\"$gt\":\"\"}"))).hasSize(1);
        assertThat(reason(() -> asked("direct:ask1", Map.of("name", Map.of("$gt", "")))))
                .isEqualTo("name is not a single value");
    }

    @ParameterizedTest
    @EnumSource
    void noHeaderOfTheCallerReachesTheQuery(Kind kind) throws Exception {
        start(kind, Map.of());

        JsonNode account =
                hub.camel
                        .createFluentProducerTemplate()
                        .to("direct:system.loyalty.account.call")
                        .withHeader("key", "C2")
                        .withHeader("CamelJdbcParameters", Map.of("key", "C2"))
                        .withHeader("CamelRetrieveGeneratedKeys", true)
                        .withBody("C1")
                        .request(JsonNode.class);

        assertThat(account.path("points").decimalValue()).isEqualByComparingTo("120.5");
    }

    @ParameterizedTest
    @EnumSource
    void timesComeWithTheirZoneAndBytesAndLongNumbersAsText(Kind kind) throws Exception {
        start(kind, Map.of("serai.systems.loyalty.zone", "Asia/Shanghai"));
        execute(
                "create table t (a %s, b %s, c %s, d bigint, e bigint, f boolean)"
                        .formatted(kind.instant, kind.wall, kind.bytes));
        String at = kind == Kind.MARIADB ? "from_unixtime(1763712000)" : "to_timestamp(1763712000)";
        execute(
                "insert into t values ("
                        + at
                        + ", '2025-11-21 16:00:00', "
                        + kind.cafe
                        + ", 42, 9007199254740993, true)");

        JsonNode row = ask("select a, b, c, d, e, f, null as g from t", Map.of()).get(0);

        assertThat(row)
                .hasToString(
                        """
                        {"a":"2025-11-21T08:00Z","b":"2025-11-21T16:00+08:00","c":"yv4=","d":42,\
                        "e":"9007199254740993","f":true,"g":null}\
                        """);
    }

    /** As tables of events are read on from. */
    @ParameterizedTest
    @EnumSource
    void aTimeThatIsAskedForIsThatPointInTimeWithAndWithoutAZone(Kind kind) throws Exception {
        start(kind, Map.of("serai.systems.loyalty.zone", "Asia/Shanghai"));
        execute("create table t (a %s, b %s)".formatted(kind.instant, kind.wall));
        String at = kind == Kind.MARIADB ? "from_unixtime(1763712000)" : "to_timestamp(1763712000)";
        execute("insert into t values (" + at + ", '2025-11-21 16:00:00')");
        String query = "select a >= :?after as a, b >= :?after as b from t";
        Instant time = Instant.ofEpochSecond(1_763_712_000);

        JsonNode same = ask(query, Map.of("after", time)).get(0);
        JsonNode later = asked("direct:ask1", Map.of("after", time.plusSeconds(1))).get(0);

        assertThat(same).allMatch(JsonNode::asBoolean);
        assertThat(later).noneMatch(JsonNode::asBoolean);
    }

    @Test
    void anArrayHasItsElementsAsTheyWouldStandAlone() throws Exception {
        start(Kind.POSTGRESQL, Map.of());

        JsonNode row =
                ask(
                                "select array[[1,2],[3,null]] as deep,"
                                        + " array[true,null] as truths,"
                                        + " array[9007199254740993] as longs,"
                                        + " array['a','茶'] as words,"
                                        + " array[1.50] as decimals,"
                                        + " array['2026-11-21 08:00:00+00'::timestamptz] as times,"
                                        + " array['\\x00ff'::bytea] as bytes,"
                                        + " '{}'::int[] as none",
                                Map.of())
                        .path(0);

        assertThat(row)
                .hasToString(
                        "{\"deep\":[[1,2],[3,null]],\"truths\":[true,null],"
                                + "\"longs\":[\"9007199254740993\"],\"words\":[\"a\",\"茶\"],"
                                + "\"decimals\":[1.50],\"times\":[\"2026-11-21T08:00Z\"],"
                                + "\"bytes\":[\"AP8=\"],\"none\":[]}");
    }

    @Test
    void typesOfPostgresqlAloneHaveAForm() throws Exception {
        start(Kind.POSTGRESQL, Map.of());

        JsonNode row =
                ask(
                                "select '08:00:00+08'::timetz as t, 1234.5::money as m,"
                                        + " 'infinity'::date as d, 'NaN'::numeric as n,"
                                        + " interval '1 day' as i, '[1,5)'::int4range as r",
                                Map.of())
                        .path(0);

        assertThat(row)
                .hasToString(
                        "{\"t\":\"08:00+08:00\",\"m\":\"$1,234.50\",\"d\":\"infinity\","
                                + "\"n\":\"NaN\",\"i\":\"1 day\",\"r\":\"[1,5)\"}");
    }

    @Test
    void aTimeOfMariaDbMayBeMoreThanADay() throws Exception {
        start(Kind.MARIADB, Map.of());

        JsonNode row =
                ask(
                                "select cast('26:30:00' as time) as past, cast('-01:00:00' as time)"
                                    + " as earlier, cast('08:30:00' as time) as day, cast(null as"
                                    + " time) as t",
                                Map.of())
                        .path(0);

        assertThat(row)
                .hasToString(
                        "{\"past\":\"26:30:00\",\"earlier\":\"-01:00:00\",\"day\":\"08:30\",\"t\":null}");
    }

    @ParameterizedTest
    @EnumSource
    void aQueryThatOnlyLooksLikeReadingIsRefusedByTheDatabase(Kind kind) throws Exception {
        start(kind, Map.of());
        execute(
                kind == Kind.MARIADB
                        ? "create function spend() returns int modifies sql data begin delete from"
                                + " account; return 1; end"
                        : "create function spend() returns int language sql as 'delete from account"
                                + " returning 1'");

        assertThat(reason(() -> ask("select spend() as one", Map.of())))
                .isEqualTo("it lets the hub only read, and the query writes");
        assertThat(asked("direct:system.loyalty.account.call", "C1"))
                .as("nothing is deleted")
                .isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void aSlowQueryIsGivenUpAndItsConnectionIsGoodAgain(Kind kind) throws Exception {
        start(
                kind,
                Map.of(
                        "serai.systems.loyalty.timeout", "2000",
                        "serai.systems.loyalty.connections", "1"));

        assertThat(reason(() -> ask("select " + kind.sleep, Map.of())))
                .isEqualTo("no answer in time");
        assertThat(asked("direct:system.loyalty.account.call", "C1")).isNotNull();
    }

    @ParameterizedTest
    @EnumSource
    void rowsAndCellsAreBounded(Kind kind) throws Exception {
        start(kind, Map.of());
        execute("insert into account values ('C4', 1, null, null), ('C5', 1, null, null)");

        assertThat(ask("select customer from account", Map.of())).hasSize(3);
        assertThat(reason(() -> ask("select repeat('x', 70000) as a", Map.of())))
                .isEqualTo("column 1 of its answer is too long");
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseThatIsNotThereIsSaidSoAndTheHubStartsAllTheSame(Kind kind) throws Exception {
        start(
                kind,
                Map.of(
                        "serai.systems.loyalty.url",
                        "jdbc:" + kind.name().toLowerCase() + "://127.0.0.1:1/x",
                        "serai.systems.loyalty.password",
                        "s3cret"));

        Answer answer = hub.ask("direct:system.loyalty.account", "C1");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error()).isEqualTo("it cannot be reached");
    }

    @Test
    void aQueryThatDoesMoreThanReadIsRefusedWhenTheRouteIsMade() throws Exception {
        start(Kind.POSTGRESQL, Map.of());

        Throwable refused = catchThrowable(() -> ask("delete from account", Map.of()));

        assertThat(refused)
                .hasStackTraceContaining(
                        "The query is not allowed: it must start with SELECT or WITH");
    }

    @Test
    void aQueryThatNobodyWaitsForAnyMoreIsEndedInTheDatabaseAndNotHeldAgainstIt() throws Exception {
        start(
                Kind.POSTGRESQL,
                Map.of(
                        "serai.systems.loyalty.timeout", "60000",
                        "serai.systems.loyalty.patience", "300ms"));
        execute("drop table account");
        execute(
                "create view account as select 'C1'::varchar customer, 1 points, 'x' as level,"
                        + " current_date since from pg_sleep(30)");

        Answer answer = hub.ask("direct:system.loyalty.account", "C1");

        assertThat(answer.error()).isIn("no answer within 300 ms", "no answer in time");
        await().until(() -> running() == 0);
    }

    private long running() throws Exception {
        String mine =
                "select count(*) from pg_stat_activity where state = 'active' and application_name"
                        + " = 'serai' and datname = current_database()";
        try (Connection connection = DriverManager.getConnection(url, kind.user(), "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(mine)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
