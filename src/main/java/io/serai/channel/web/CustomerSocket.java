package io.serai.channel.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.bus.Receipt;
import io.serai.event.Inbound;
import io.serai.event.Json;
import io.serai.event.Sender;
import io.serai.event.Status;
import io.serai.event.Typing;
import io.serai.store.Conversation;
import io.serai.store.Conversations;
import io.serai.store.Keys;
import io.serai.store.StoreAway;
import io.serai.websocket.WebSocketConnections;
import io.serai.websocket.WebSocketConstants;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Behind {@code routes/channels/customer-socket.camel.yaml}: one end of the customer's socket.
 * Frames about the connection are answered here; a message goes on along the route as an {@link
 * Inbound} and is acknowledged when the route comes back with its receipt.
 */
@Component("customerSocket")
public class CustomerSocket {

    private static final int HELLO_SECONDS = 10;
    private static final int HEARTBEAT_SECONDS = 30;
    private static final int POLICY_VIOLATION = 1008;
    private static final int TRY_AGAIN_LATER = 1013;
    private static final int LONGEST_PAGE = 200;

    private final WebSocketConnections connections;
    private final CustomerSockets sockets;
    private final Identities identities;
    private final Conversations conversations;
    private final Receipts receipts;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("hello-timer").factory());

    CustomerSocket(
            WebSocketConnections connections,
            CustomerSockets sockets,
            Identities identities,
            Conversations conversations,
            Receipts receipts,
            ApplicationEventPublisher events,
            Clock clock) {
        this.connections = connections;
        this.sockets = sockets;
        this.identities = identities;
        this.conversations = conversations;
        this.receipts = receipts;
        this.events = events;
        this.clock = clock;
    }

    /** A connection was opened: it has ten seconds to say who it is. */
    public void opened(@Header(WebSocketConstants.CONNECTION_KEY) String key) {
        timer.schedule(
                () -> {
                    if (connections.isOpen(key)
                            && connections.attached(key, Customer.class).isEmpty()) {
                        refuse(
                                key,
                                BadFrame.closing("not-hello", "Say hello within 10 seconds"),
                                null);
                    }
                },
                HELLO_SECONDS,
                TimeUnit.SECONDS);
    }

    /**
     * Takes a frame. A message's {@code channel} and {@code account} become properties of the
     * exchange, for the route to go by.
     *
     * @return the message in it, for the route to take on; null if there is none
     */
    public Inbound.@Nullable Said receive(
            @Header(WebSocketConstants.CONNECTION_KEY) String key,
            @Body Object body,
            Exchange exchange) {
        String id = null;
        try {
            if (!(body instanceof String text)) {
                throw BadFrame.of("Send text frames");
            }
            JsonNode frame = Frames.parse(text);
            id = frame.hasNonNull("id") ? frame.path("id").asText() : null;
            Customer customer = connections.attached(key, Customer.class).orElse(null);
            if (customer == null) {
                hello(key, frame);
                return null;
            }
            exchange.setProperty("channel", customer.address().channel());
            exchange.setProperty("account", customer.address().account());
            return frame(key, customer, frame);
        } catch (BadFrame e) {
            refuse(key, e, id);
        } catch (RuntimeException e) {
            orAway(e);
            connections.send(
                    key, Frames.error("unavailable", "The store is away; ask again later", id));
        }
        return null;
    }

    private static void orAway(RuntimeException e) {
        if (!StoreAway.is(e)) {
            throw e;
        }
    }

    private Inbound.@Nullable Said frame(String key, Customer customer, JsonNode frame) {
        switch (frame.path("type").textValue()) {
            case "message" -> {
                String id = Frames.clientId(frame);
                if (!customer.mayTake(id, refused -> isStored(customer, refused))) {
                    notStored(key, id);
                    return null;
                }
                return said(
                        customer.address().user(),
                        new Identity(customer.address(), customer.profile(), ""),
                        frame);
            }
            case "ping" -> connections.send(key, "{\"type\":\"pong\"}");
            case "read" ->
                    receipts.upTo(customer.conversation(), frame.path("seq").asLong(), Status.READ);
            case "delivered" ->
                    receipts.upTo(
                            customer.conversation(), frame.path("seq").asLong(), Status.DELIVERED);
            case "typing" ->
                    events.publishEvent(
                            new Typing(
                                    customer.conversation(),
                                    Sender.Kind.CUSTOMER,
                                    frame.path("on").asBoolean()));
            case "history" -> history(key, customer, frame);
            case "hello" -> throw BadFrame.of("This connection has said hello already");
            default -> throw BadFrame.of("There is no such frame; docs/protocol.md names them");
        }
        return null;
    }

    private boolean isStored(Customer customer, String clientId) {
        return conversations.isStored(
                Keys.of(customer.conversation(), Inbound.Said.CLIENT + clientId));
    }

    Inbound.Said said(String user, Identity identity, JsonNode frame) {
        Sender sender = Sender.customer(user, identity.profile().get("name"));
        return new Inbound.Said(
                identity.address(),
                Inbound.Said.CLIENT + Frames.clientId(frame),
                sender,
                Frames.content(frame),
                null,
                identity.profile(),
                Map.of());
    }

    private void hello(String key, JsonNode frame) {
        Hello hello = Hello.of(frame, identities);
        Identity identity = hello.identity();
        long after = hello.after();
        Customer customer = new Customer(identity, Math.max(after, 0));
        String conversation = customer.conversation();
        customer.telling.lock();
        try {
            connections.attach(key, customer);
            connections.join(key, conversation);
            // What is stored before now is read below, what is stored from now on is heard of.
            sockets.awaitOthers(conversation);
            long lastSeq = conversations.find(conversation).map(Conversation::lastSeq).orElse(0L);
            boolean foreign = after > lastSeq || after < 0;
            customer.cursor = foreign ? lastSeq : after;
            connections.send(key, welcome(identity, conversation, lastSeq));
            if (foreign) {
                connections.send(key, Frames.reload(lastSeq));
            } else {
                sockets.catchUp(key, customer);
            }
        } catch (RuntimeException e) {
            orAway(e);
            connections.close(key, TRY_AGAIN_LATER, "the store is away, come back");
        } finally {
            customer.telling.unlock();
        }
    }

    private static String welcome(Identity identity, String conversation, long lastSeq) {
        return Frames.frame("welcome")
                .put("conversation", conversation)
                .put("user", identity.address().user())
                .put("token", identity.token().isEmpty() ? null : identity.token())
                .put("lastSeq", lastSeq)
                .put("heartbeat", HEARTBEAT_SECONDS)
                .toString();
    }

    private void history(String key, Customer customer, JsonNode frame) {
        int limit = Math.clamp(frame.path("limit").asInt(50), 1, LONGEST_PAGE);
        long before = frame.path("before").asLong(Long.MAX_VALUE);
        connections.send(
                key,
                Frames.history(
                        frame.has("after")
                                ? conversations.after(
                                        customer.conversation(),
                                        frame.path("after").asLong(),
                                        limit)
                                : conversations.before(customer.conversation(), before, limit)));
    }

    /** The message is durable: its author is told, and so are the customer's other devices. */
    public void acknowledge(
            @Header(WebSocketConstants.CONNECTION_KEY) String key,
            @ExchangeProperty("said") Inbound.Said said,
            @Body Receipt receipt) {
        connections
                .attached(key, Customer.class)
                .ifPresent(
                        customer -> {
                            customer.telling.lock();
                            try {
                                customer.stored(said.clientId());
                                connections.send(key, Json.write(ack(said, receipt)));
                                if (receipt.seq() == customer.cursor + 1) {
                                    customer.cursor = receipt.seq();
                                } else if (receipt.seq() > customer.cursor) {
                                    sockets.catchUp(key, customer);
                                }
                            } finally {
                                customer.telling.unlock();
                            }
                        });
        if (receipt.duplicate()) {
            return;
        }
        if (connections.members(CustomerSockets.PATH, receipt.conversation()).size() > 1) {
            conversations.message(receipt.conversation(), receipt.seq()).ifPresent(sockets::tell);
        } else {
            sockets.hint(receipt.conversation(), receipt.seq());
        }
    }

    ObjectNode ack(Inbound.Said said, Receipt receipt) {
        return Frames.frame("ack")
                .put("id", said.clientId())
                .put("seq", receipt.seq())
                .put("time", clock.instant().toString())
                .put("duplicate", receipt.duplicate());
    }

    /** It could not be stored: the client keeps it and sends it again. */
    public void unavailable(
            @Header(WebSocketConstants.CONNECTION_KEY) String key,
            @ExchangeProperty("said") Inbound.@Nullable Said said) {
        String id = said == null ? null : said.clientId();
        if (id != null) {
            connections.attached(key, Customer.class).ifPresent(it -> it.refused(id));
        }
        notStored(key, id);
    }

    private void notStored(String key, @Nullable String id) {
        connections.send(
                key,
                Frames.error(
                        "unavailable", "It was not stored; send it again with the same id", id));
    }

    private void refuse(String key, BadFrame e, @Nullable String id) {
        connections.send(key, Frames.error(e.code(), String.valueOf(e.getMessage()), id));
        if (e.isClosing()) {
            connections.close(key, POLICY_VIOLATION, e.code());
        }
    }
}
