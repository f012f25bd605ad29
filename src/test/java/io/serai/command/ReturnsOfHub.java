package io.serai.command;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.SettableClock;
import io.serai.event.Address;
import io.serai.event.Json;
import io.serai.gateway.Answer;
import io.serai.gateway.Answer.State;
import io.serai.gateway.TurnedAwayException;
import io.serai.store.Conversation;
import io.serai.store.LedgerOnDisk;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** One node's return requests on a real store, and an ERP that may not say what it did. */
final class ReturnsOfHub implements AutoCloseable {

    static final String ZHANG = new Address("web", "main", "zhang").conversation();
    static final String ID = "019b7c3e-0000-7000-8000-000000000001";

    /** The hub is killed in the middle of a call. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    final SettableClock clock = new SettableClock();
    final LedgerOnDisk store;
    final DefaultCamelContext camel = new DefaultCamelContext();
    final Map<String, String> there = new LinkedHashMap<>();
    final List<JsonNode> asked = new ArrayList<>();
    final Map<String, String> owners = new LinkedHashMap<>(Map.of("E20251111000123", "C000123"));
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    Answer codes = answer(State.FRESH, "C000123");
    State orders = State.FRESH;
    boolean reachable = true;
    boolean answers = true;
    boolean busy;
    boolean killed;
    final CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(0);
    Returns returns;
    CommandSender sender;
    private final ReturnSettings settings;

    ReturnsOfHub(LedgerOnDisk store, boolean sameIdOnce) throws Exception {
        this.store = store;
        settings =
                new ReturnSettings(
                        "erp.return.create",
                        sameIdOnce,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(2),
                        Duration.ofHours(24));
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:system.erp.return.create")
                                .errorHandler(noErrorHandler())
                                .process(ReturnsOfHub.this::create);
                        from("direct:system.customers.codes")
                                .process(it -> it.getMessage().setBody(codes));
                        from("direct:system.orders.get").process(ReturnsOfHub.this::order);
                    }
                });
        camel.start();
        another();
        store.commit(
                page -> {
                    page.put(
                            Conversation.opened(
                                    new Address("web", "main", "zhang"), clock.instant()));
                    return true;
                });
    }

    /** A new hub on the same store. */
    void another() {
        var call =
                new CommandCall(camel.createProducerTemplate()) {
                    @Override
                    Verdict send(Command command, Instant deadline) {
                        Verdict verdict = super.send(command, deadline);
                        if (killed) {
                            throw new Killed();
                        }
                        return verdict;
                    }
                };
        sender = new CommandSender(settings, call, store.ledger(), store.sql(), meters, clock);
        var routes = camel.createProducerTemplate();
        returns =
                new Returns(
                        settings,
                        store.ledger(),
                        store.sql(),
                        sender,
                        store.conversations(),
                        new OrderCheck(routes, meters, clock),
                        clock);
    }

    /** What the CRM says of who somebody is. */
    static Answer answer(State state, String... codes) {
        JsonNode data = codes.length == 0 ? null : Json.MAPPER.valueToTree(codes);
        return new Answer("crm", state, Instant.EPOCH, data, null);
    }

    private void order(Exchange exchange) {
        String owner = owners.get(exchange.getMessage().getBody(String.class));
        JsonNode order =
                owner == null || orders == State.UNAVAILABLE
                        ? null
                        : Json.MAPPER.createObjectNode().put("customerCode", owner);
        exchange.getMessage().setBody(new Answer("orders", orders, Instant.EPOCH, order, null));
    }

    private void create(Exchange exchange) throws Exception {
        if (!reachable) {
            throw new ConnectException("no connection");
        }
        if (busy) {
            throw new IOException(new TurnedAwayException("it is out of order (HTTP 429)"));
        }
        JsonNode request = Json.MAPPER.valueToTree(exchange.getMessage().getBody());
        asked.add(request);
        String id = request.path("requestId").asText();
        boolean duplicate = there.containsKey(id);
        there.putIfAbsent(id, "R" + (there.size() + 1));
        begun.countDown();
        mayAnswer.await();
        if (!answers) {
            throw new IOException("the answer was lost");
        }
        exchange.getMessage()
                .setBody(
                        Json.MAPPER
                                .createObjectNode()
                                .put("returnNo", there.get(id))
                                .put("duplicate", duplicate),
                        JsonNode.class);
    }

    static ReturnRequest wish() {
        return new ReturnRequest(ID, "E20251111000123", List.of(1, 2), "BROKEN", "杯子碎了", List.of());
    }

    Command now() {
        return returns.of(ZHANG).getFirst();
    }

    int told(String word) {
        return store.events("io.serai.return." + word);
    }

    @Override
    public void close() {
        camel.stop();
        store.close();
    }
}
