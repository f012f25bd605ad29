package io.serai.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.SettableClock;
import io.serai.event.Address;
import io.serai.event.Json;
import io.serai.gateway.RefusedException;
import io.serai.gateway.TurnedAwayException;
import io.serai.store.Conversation;
import io.serai.store.LedgerOnDisk;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * One node's tickets on a real store, and a system that keeps what it was told and may not say so.
 */
final class TicketsOfHub implements AutoCloseable {

    static final Address ZHANG = new Address("web", "main", "zhang");

    final SettableClock clock = new SettableClock();
    final LedgerOnDisk store;
    final DefaultCamelContext camel = new DefaultCamelContext();
    final List<ObjectNode> there = new ArrayList<>();
    final List<String> comments = new ArrayList<>();
    boolean answers = true;
    boolean reachable = true;
    boolean refuses;
    boolean busy;

    /** What happens, once each, while the system makes a ticket. */
    final Deque<Runnable> meanwhile = new ArrayDeque<>();

    final TicketRules rules;
    final Tickets tickets;
    final TicketSender sender;
    final KeywordTickets keywords;
    final ExternalNews news;

    TicketsOfHub(LedgerOnDisk store, String system, TicketSettings.Tell tell) throws Exception {
        this.store = store;
        camel.addRoutes(routes());
        camel.start();
        TicketSettings settings =
                new TicketSettings(
                        system,
                        Path.of("config/tickets.yaml"),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(2),
                        tell);
        TicketTeller teller = new TicketTeller(settings);
        var meters = new SimpleMeterRegistry();
        sender =
                new TicketSender(
                        settings,
                        new TicketSystem(camel.createProducerTemplate()),
                        store.ledger(),
                        store.sql(),
                        teller,
                        meters,
                        clock);
        tickets = new Tickets(store.ledger(), store.sql(), teller, sender, clock);
        rules = new TicketRules(settings);
        keywords = new KeywordTickets(rules, tickets, meters);
        news = new ExternalNews(store.ledger(), store.sql(), teller, clock);
        meet(ZHANG);
    }

    static TicketsOfHub hub(LedgerOnDisk store) throws Exception {
        return new TicketsOfHub(store, "hub", new TicketSettings.Tell("", "", ""));
    }

    static TicketsOfHub zendesk(LedgerOnDisk store) throws Exception {
        return new TicketsOfHub(store, "zendesk", new TicketSettings.Tell("", "", ""));
    }

    void meet(Address address) {
        store.commit(
                page -> {
                    if (page.conversation(address.conversation()).isEmpty()) {
                        page.put(Conversation.opened(address, clock.instant()));
                    }
                    return true;
                });
    }

    Ticket open(String subject) {
        return tickets.open(
                "mei",
                new Tickets.Wish(
                        null,
                        ZHANG.conversation(),
                        "complaint",
                        subject,
                        Priority.HIGH,
                        null,
                        "杯子碎了"));
    }

    Ticket now(Ticket ticket) {
        return tickets.find(ticket.id()).orElseThrow();
    }

    void rules(String yaml) throws Exception {
        rules.apply(Map.of(Path.of("tickets.yaml"), yaml));
    }

    private RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:system.zendesk.ticket.create").process(TicketsOfHub.this::create);
                from("direct:system.zendesk.ticket.update").process(TicketsOfHub.this::update);
                from("direct:system.zendesk.tickets.by-external-id")
                        .process(TicketsOfHub.this::search);
                from("direct:system.zendesk.ticket.comments.call")
                        .process(
                                exchange -> {
                                    ArrayNode list = JsonNodeFactory.instance.arrayNode();
                                    comments.forEach(it -> list.addObject().put("body", it));
                                    exchange.getMessage().setBody(list, JsonNode.class);
                                });
            }
        };
    }

    private void create(Exchange exchange) throws IOException {
        reach();
        if (!meanwhile.isEmpty()) {
            meanwhile.removeFirst().run();
        }
        ObjectNode ticket = Json.MAPPER.valueToTree(exchange.getMessage().getBody());
        ticket.put("id", 35_436 + there.size());
        there.add(ticket);
        answer(exchange, ticket);
    }

    private void update(Exchange exchange) throws IOException {
        reach();
        ObjectNode change = Json.MAPPER.valueToTree(exchange.getMessage().getBody());
        if (change.has("comment")) {
            comments.add(change.at("/comment/body").asText());
        }
        there.getFirst().setAll(change);
        answer(exchange, change);
    }

    private void search(Exchange exchange) throws IOException {
        reach();
        ArrayNode found = JsonNodeFactory.instance.arrayNode();
        String id = exchange.getMessage().getBody(String.class);
        there.stream().filter(it -> it.path("external_id").asText().equals(id)).forEach(found::add);
        exchange.getMessage().setBody(found, JsonNode.class);
    }

    private void reach() throws IOException {
        if (!reachable) {
            throw new IOException("no connection");
        }
        if (busy) {
            throw new TurnedAwayException("it is out of order (HTTP 429)");
        }
        if (refuses) {
            throw new RefusedException("it refuses the data (RecordInvalid)");
        }
    }

    private void answer(Exchange exchange, JsonNode body) throws IOException {
        if (!answers) {
            throw new IOException("the answer was lost");
        }
        exchange.getMessage().setBody(body, JsonNode.class);
    }

    @Override
    public void close() {
        camel.stop();
        store.close();
    }
}
