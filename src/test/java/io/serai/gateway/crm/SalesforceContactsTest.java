package io.serai.gateway.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Event;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.gateway.Hub;
import io.serai.store.OpenStore;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Contacts that changed, read at a period, with the position in a real store. */
class SalesforceContactsTest {

    private static final String NEXT = "/services/data/v56.0/query/01g5g00000FAKE-2000";

    private static final String CHANGED = "2026-11-21T08:00:01.000+0000";

    private final List<Event> reported = new CopyOnWriteArrayList<>();
    private final OpenStore store = new OpenStore("jdbc:h2:mem:contacts", "sa");
    private SalesforceOrg org;

    @BeforeEach
    void start() throws Exception {
        org = new SalesforceOrg();
    }

    @AfterEach
    void stop() {
        org.close();
        store.close();
    }

    private Hub hub(String every) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.salesforce.url", org.server.url());
        settings.put("serai.systems.salesforce.client-id", "3MVG9FAKE");
        settings.put("serai.systems.salesforce.client-secret", "FAKESECRET");
        settings.put("serai.systems.salesforce.api-version", "56.0");
        if (!every.isEmpty()) {
            settings.put("serai.systems.salesforce.contacts-every", every);
            settings.put("serai.systems.salesforce.contacts-delay", "0");
        }
        return new Hub(
                List.of("routes/systems/salesforce.camel.yaml"),
                settings,
                (camel, clock) -> {
                    SalesforceBeans.bind(camel, settings, new SimpleMeterRegistry(), clock);
                    camel.getRegistry().bind("sourceCursors", store.cursors(clock));
                    sink(camel);
                });
    }

    private void sink(CamelContext camel) {
        try {
            camel.addRoutes(
                    new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("direct:business-event")
                                    .process(
                                            it ->
                                                    reported.add(
                                                            it.getMessage().getBody(Event.class)));
                        }
                    });
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String contact(String id, String changed) {
        return "{\"attributes\":{\"type\":\"Contact\"},\"Id\":\"%s\",\"LastName\":\"张\",\"SystemModstamp\":\"%s\"}"
                .formatted(id, changed);
    }

    private static String soql(Asked query) {
        return URLDecoder.decode(query.uri(), StandardCharsets.UTF_8);
    }

    private static String since(Asked query) {
        return soql(query).replaceFirst(".*WHERE SystemModstamp >= (\\S+) AND .*", "$1");
    }

    @Test
    void changesBecomeEventsPageByPageAndTheNextRunGoesOnFromThere() throws Exception {
        org.then(
                Reply.json(
                        200,
                        "{\"totalSize\":2,\"done\":false,\"nextRecordsUrl\":\"%s\",\"records\":[%s]}"
                                .formatted(
                                        NEXT,
                                        contact(
                                                "0035g00000FAKE1AAA",
                                                "2026-11-21T08:00:01.000+0000"))),
                Reply.json(
                        200,
                        "{\"totalSize\":2,\"done\":true,\"records\":[%s]}"
                                .formatted(
                                        contact(
                                                "0035g00000FAKE2AAA",
                                                "2026-11-21T08:03:00.000+0000"))));

        try (Hub hub = hub("1h")) {
            await().until(
                            () ->
                                    store.cursors(hub.clock)
                                            .at("salesforce-contacts")
                                            .startsWith("2026"));
        }
        org.then(Reply.json(200, "{\"totalSize\":0,\"done\":true,\"records\":[]}"));
        try (Hub hub = hub("1ms")) {
            hub.clock.advance(Duration.ofHours(1));
            await().until(() -> org.calls().size() >= 3);
        }

        assertThat(reported)
                .extracting(Event::id)
                .containsExactly(
                        "0035g00000FAKE1AAA@1795248001000", "0035g00000FAKE2AAA@1795248180000");
        assertThat(reported)
                .allMatch(it -> it.type().equals("io.serai.contact.changed"))
                .allMatch(it -> it.source().equals("/systems/salesforce"))
                .allMatch(it -> !it.data().has("attributes"));
        List<Asked> calls = org.calls();
        assertThat(since(calls.get(0))).isEqualTo("2026-11-21T07:58:00Z");
        assertThat(calls.get(1).uri()).isEqualTo(NEXT);
        assertThat(since(calls.get(2)))
                .as("two minutes before the last change it knows")
                .isEqualTo("2026-11-21T08:01:00Z");
    }

    @Test
    void whatOneLookDoesNotReadTheNextOneDoes() throws Exception {
        for (int page = 1; page <= 5; page++) {
            org.then(page(false, contact("0035g00000FAKE%dAAA".formatted(page), CHANGED)));
        }
        try (Hub hub = hub("1h")) {
            await().until(() -> reported.size() == 5 && !position(hub).isEmpty());
        }
        org.then(page(true, contact("0035g00000FAKE6AAA", CHANGED)), page(true));
        try (Hub hub = hub("1ms")) {
            hub.clock.advance(Duration.ofHours(1));
            await().until(() -> org.calls().size() == 6);
            await().until(() -> reported.size() == 6 && !position(hub).contains("FAKE5"));
            hub.clock.advance(Duration.ofHours(1));
            await().until(() -> org.calls().size() >= 7);
        }

        assertThat(soql(org.calls().get(5)))
                .as("behind the last one of a thousand that were changed in one moment")
                .contains(
                        "WHERE SystemModstamp >= 2026-11-21T08:00:01Z AND (SystemModstamp >"
                                + " 2026-11-21T08:00:01Z OR Id > '0035g00000FAKE5AAA') ORDER BY"
                                + " SystemModstamp, Id");
        assertThat(since(org.calls().get(6)))
                .as("all was read, so two minutes before the last change")
                .isEqualTo("2026-11-21T07:58:01Z");
    }

    private String position(Hub hub) {
        return store.cursors(hub.clock).at("salesforce-contacts");
    }

    private static Reply page(boolean done, String... contacts) {
        return Reply.json(
                200,
                "{\"totalSize\":6,\"done\":%s,\"nextRecordsUrl\":\"%s\",\"records\":[%s]}"
                        .formatted(done, NEXT, String.join(",", contacts)));
    }

    @Test
    void ofTwoNodesOneReads() throws Exception {
        org.then(Reply.json(200, "{\"totalSize\":0,\"done\":true,\"records\":[]}"));

        try (Hub one = hub("1h")) {
            await().until(() -> !org.calls().isEmpty());
            try (Hub other = hub("1h")) {
                assertThat(other.camel.getRoute("salesforce-contacts")).isNotNull();
                assertThat(store.cursors(one.clock).mayRead("salesforce-contacts", "1h")).isFalse();
            }
        }

        assertThat(org.calls()).hasSize(1);
    }

    @Test
    void aRunThatFailsIsMadeAgainFromTheSamePlace() throws Exception {
        org.then(
                Reply.json(400, "[{\"errorCode\":\"INVALID_FIELD\"}]"),
                Reply.json(200, "{\"totalSize\":0,\"done\":true,\"records\":[]}"));

        try (Hub hub = hub("1ms")) {
            await().until(() -> org.calls().size() == 1);
            hub.clock.advance(Duration.ofMinutes(5));
            await().until(() -> org.calls().size() >= 2);
        }

        assertThat(since(org.calls().get(0))).isEqualTo("2026-11-21T07:58:00Z");
        assertThat(reported).isEmpty();
    }

    @Test
    void withoutTheSettingThereIsNoSuchRoute() throws Exception {
        try (Hub hub = hub("")) {
            assertThat(hub.camel.getRoute("salesforce-contacts")).isNull();
        }
        assertThat(org.server.asked).isEmpty();
    }
}
