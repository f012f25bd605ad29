package io.serai.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Address;
import io.serai.event.Json;
import io.serai.event.Types;
import io.serai.store.OpenStore;
import io.serai.store.Unit;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What analysts are promised, on whatever database. */
abstract class ExportContract {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Address ZHANG = new Address("wechat", "main", "openid-zhang");

    /** More than one page. */
    private static final int PER_DAY = 2_300;

    @TempDir private Path folder;
    private OpenStore store;
    private JdbcTemplate sql;

    abstract OpenStore store();

    @BeforeEach
    void open() {
        store = store();
        sql = new JdbcTemplate(store.source());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void theViewsTellWhatHappenedAndNothingThatWasSaid() {
        store.say(ZHANG, "=1+1 \"秘密\", 怎么退货");
        store.answer(ZHANG, "这样退");
        happens(
                Types.CONVERSATION_ASSIGNED,
                Map.of(
                        "reason",
                        "asked",
                        "from",
                        Map.of("kind", "queue"),
                        "owner",
                        Map.of("kind", "agent", "agent", "mei", "skill", "returns")));
        happens(Types.ORDER_PAID, Map.of("customerCode", "C1", "note", "秘密"));
        sql.update("insert into agent (login, presence) values ('mei', 'online')");

        assertThat(sql.queryForList("select * from bi_messages order by place, number"))
                .extracting(
                        it -> it.get("channel"),
                        it -> it.get("account"),
                        it -> it.get("direction"),
                        it -> it.get("sender"),
                        it -> it.get("sender_id"),
                        it -> it.get("content"),
                        it -> it.get("status"))
                .containsExactly(
                        tuple("wechat", "main", "in", "customer", null, "text", "delivered"),
                        tuple("wechat", "main", "out", "bot", "test", "text", "queued"));
        assertThat(sql.queryForList("select * from bi_events order by place, number"))
                .extracting(
                        it -> it.get("type"),
                        it -> it.get("reason"),
                        it -> it.get("owner"),
                        it -> it.get("agent"),
                        it -> it.get("skill"),
                        it -> it.get("from_owner"),
                        it -> it.get("customer"))
                .containsExactly(
                        tuple(
                                Types.CONVERSATION_ASSIGNED,
                                "asked",
                                "agent",
                                "mei",
                                "returns",
                                "queue",
                                null),
                        tuple(Types.ORDER_PAID, null, null, null, null, null, "C1"));
        assertThat(sql.queryForList("select * from bi_conversations"))
                .singleElement()
                .satisfies(
                        it -> assertThat(it).containsEntry("owner", "bot"),
                        it -> assertThat(it).containsEntry("messages", 2L));
        assertThat(sql.queryForList("select * from bi_agents"))
                .singleElement()
                .satisfies(it -> assertThat(it).containsEntry("taken", 0L));
        for (String view : List.of("bi_messages", "bi_events", "bi_conversations", "bi_agents")) {
            assertThat(sql.queryForList("select * from " + view).toString())
                    .doesNotContain("秘密", "退", "openid-zhang");
        }
    }

    @Test
    void aDayIsCsvThatNoSpreadsheetRuns() throws Exception {
        store.say(ZHANG, "=1+1 \"引号\", 逗号\n换行");
        store.say(ZHANG, "平常");
        LocalDate today = LocalDate.now(ZONE);

        String plain = csv(settings(false), DataSet.MESSAGES, today);
        String said = csv(settings(true), DataSet.MESSAGES, today);

        assertThat(plain.lines())
                .hasSize(3)
                .first()
                .isEqualTo(
                        "id,conversation,seq,channel,account,time,direction,sender,sender_id,"
                                + "content,status,reason");
        assertThat(plain).contains("\r\n").doesNotContain("平常");
        assertThat(plain.lines().skip(1).findFirst().orElseThrow())
                .contains("," + ZHANG.conversation() + ",1,wechat,main,")
                .endsWith(",in,customer,,text,delivered,");
        assertThat(said).contains(",\"'=1+1 \"\"引号\"\", 逗号\n换行\"\r\n").endsWith(",平常\r\n");
        assertThat(csv(settings(false), DataSet.MESSAGES, today.minusDays(1)).lines()).hasSize(1);
    }

    @Test
    void whileTheStoreIsAwayNothingLooksLikeCsv() {
        ExportSettings settings = settings(false);
        ExportApi api =
                new ExportApi(new Export(store.source(), settings), settings, Clock.systemUTC());
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.addUserRole("ADMIN");
        MockHttpServletResponse response = new MockHttpServletResponse();
        store.close();

        assertThatThrownBy(
                        () ->
                                api.export(
                                        () -> "admin",
                                        LocalDate.now(ZONE).toString(),
                                        "events",
                                        request,
                                        response))
                .isInstanceOf(DataAccessException.class);

        assertThat(response.getContentType()).isNull();
        assertThat(response.getHeaderNames()).doesNotContain("Content-Disposition");
    }

    @Test
    void aDayIsFoundAmongManyAndEachOfItsEventsOnce() throws Exception {
        Instant noon = Instant.parse("2026-11-20T04:00:00Z");
        for (int day = 0; day < 7; day++) {
            Instant time = noon.plus(Duration.ofDays(day));
            happens(
                    IntStream.range(0, PER_DAY)
                            .mapToObj(i -> time.plusMillis(i * 1_000L))
                            .toList());
            if (day == 2) {
                happens(
                        List.of(
                                Instant.parse("2026-11-22T15:59:59.999Z"),
                                Instant.parse("2026-11-22T16:00:00Z")));
            }
        }

        List<String> ids =
                csv(settings(false), DataSet.EVENTS, LocalDate.of(2026, 11, 22))
                        .lines()
                        .skip(1)
                        .map(line -> line.substring(0, line.indexOf(',')))
                        .toList();

        assertThat(ids.size()).isEqualTo(PER_DAY + 1);
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(lines(LocalDate.of(2026, 11, 23))).isEqualTo(PER_DAY + 1);
        assertThat(lines(LocalDate.of(2026, 11, 26))).isEqualTo(PER_DAY);
        assertThat(lines(LocalDate.of(2026, 11, 27))).isZero();
    }

    @Test
    void aFileIsWrittenOnceItsDayIsOverAndAgainForWhatCameLate() throws Exception {
        Instant day = Instant.parse("2026-11-20T04:00:00Z");
        happens(Types.ORDER_PAID, Map.of(), day);
        Path file = folder.resolve("events-2026-11-20.csv.gz");
        Instant end = Instant.parse("2026-11-20T16:00:00Z");

        daily(end.plus(Duration.ofHours(1))).run();
        assertThat(file).doesNotExist();
        daily(end.plus(Duration.ofHours(2))).run();
        assertThat(unzipped(file).lines()).hasSize(2);

        happens(Types.ORDER_PAID, Map.of(), day.plusSeconds(60));
        daily(end.plus(Duration.ofHours(3))).run();
        assertThat(unzipped(file).lines()).hasSize(2);
        daily(end.plus(Duration.ofHours(26))).run();
        assertThat(unzipped(file).lines()).hasSize(3);
        daily(end.plus(Duration.ofHours(73))).run();
        happens(Types.ORDER_PAID, Map.of(), day.plusSeconds(61));
        daily(end.plus(Duration.ofHours(200))).run();
        assertThat(unzipped(file).lines()).hasSize(3);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).allMatch(it -> it.getFileName().toString().endsWith(".csv.gz"));
        }
    }

    @Test
    void whatAKilledHubBeganIsClearedAwayOnceNobodyWritesItAnyMore() throws Exception {
        Instant now = Instant.parse("2026-11-21T04:00:00Z");
        Path left = begun("messages-2026-11-20.csv.gz", now.minus(Duration.ofHours(25)));
        Path underWay = begun("events-2026-11-20.csv.gz", now.minus(Duration.ofMinutes(5)));
        Path others = Files.createFile(folder.resolve(".events-of-somebody-else"));
        Files.setLastModifiedTime(others, FileTime.from(Instant.EPOCH));

        daily(now).run();

        assertThat(left).doesNotExist();
        assertThat(underWay).exists();
        assertThat(others).exists();
    }

    private Path begun(String name, Instant time) throws IOException {
        Path file = Files.createFile(folder.resolve("." + name + "." + UUID.randomUUID()));
        return Files.setLastModifiedTime(file, FileTime.from(time));
    }

    @Test
    void theShippedRouteWritesThemAndIsNotThereWithoutADirectory() throws Exception {
        happens(Types.ORDER_PAID, Map.of(), Instant.parse("2026-11-20T04:00:00Z"));

        try (Hub hub = hub(folder.toString())) {
            assertThat(hub.camel().getRoutes()).hasSize(1);
            hub.camel().start();
            Awaitility.await()
                    .until(() -> Files.exists(folder.resolve("messages-2026-11-20.csv.gz")));
        }
        try (Hub hub = hub("")) {
            hub.camel().start();
            assertThat(hub.camel().getRoutes()).isEmpty();
        }
    }

    private record Hub(CamelContext camel) implements AutoCloseable {

        @Override
        public void close() {
            camel.stop();
        }
    }

    private Hub hub(String directory) throws Exception {
        CamelContext camel = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.put("serai.export.directory", directory);
        camel.getPropertiesComponent().setOverrideProperties(properties);
        camel.getRegistry().bind("dailyExport", daily(Instant.parse("2026-11-21T08:00:00Z")));
        String route =
                Files.readString(Path.of("routes/events/export.camel.yaml"))
                        .replace("delay: 60000", "delay: 0");
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.fromString("export.camel.yaml", route));
        camel.build();
        camel.start();
        return new Hub(camel);
    }

    private DailyExport daily(Instant now) {
        ExportSettings settings = settings(false);
        return new DailyExport(
                new Export(store.source(), settings),
                settings,
                new SimpleMeterRegistry(),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private ExportSettings settings(boolean text) {
        return new ExportSettings(
                folder.toString(), ZONE, Duration.ofHours(2), Duration.ofDays(3), 10, text, true);
    }

    private String csv(ExportSettings settings, DataSet set, LocalDate day) throws IOException {
        StringWriter text = new StringWriter();
        new Export(store.source(), settings).write(set, day, text);
        return text.toString();
    }

    private long lines(LocalDate day) throws IOException {
        return csv(settings(false), DataSet.EVENTS, day).lines().count() - 1;
    }

    private static String unzipped(Path file) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void happens(String type, Map<String, Object> data) {
        happens(type, data, Instant.now());
    }

    private void happens(String type, Map<String, Object> data, Instant time) {
        record(type, data, List.of(time));
    }

    /** All in one commit. */
    private void happens(List<Instant> times) {
        record(Types.ORDER_PAID, Map.of(), times);
    }

    private void record(String type, Map<String, Object> data, List<Instant> times) {
        JsonNode json = Json.MAPPER.valueToTree(data);
        store.ledger()
                .commitNow(
                        Unit.of(
                                page -> {
                                    times.forEach(
                                            time ->
                                                    page.record(
                                                            "/systems/erp",
                                                            type,
                                                            "E1",
                                                            json,
                                                            null,
                                                            time));
                                    return true;
                                }));
    }
}
