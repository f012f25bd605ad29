package io.serai.channel.web;

import io.serai.cluster.Behind;
import io.serai.cluster.Follower;
import io.serai.cluster.Groups;
import io.serai.event.Delivery;
import io.serai.event.Message;
import io.serai.event.Outgoing;
import io.serai.store.Conversations;
import io.serai.store.StoreAway;
import io.serai.websocket.WebSocketConnections;

import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/**
 * Tells customers what is said in their conversation, on each connection in the order of the
 * numbers and without a gap, whichever node stored it: what a connection was not told before is
 * fetched from the store first.
 */
@Component("customerSockets")
public class CustomerSockets implements Follower {

    private static final Logger log = LoggerFactory.getLogger(CustomerSockets.class);

    static final String PATH = "/ws/customer";
    private static final int PAGE = 200;

    private final WebSocketConnections connections;
    private final Conversations conversations;
    private final Waiting waiting;
    private final Groups groups;

    /** For what has to wait for the store, or for its turn. */
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("customer-news").factory());

    CustomerSockets(
            WebSocketConnections connections,
            Conversations conversations,
            Waiting waiting,
            Groups groups) {
        this.connections = connections;
        this.conversations = conversations;
        this.waiting = waiting;
        this.groups = groups;
        groups.read(PATH, (conversation, note) -> noted(conversation, MessageNote.read(note)));
    }

    /**
     * The sink: a reply to every connection of its customer. Who is not connected fetches it later.
     */
    public Delivery deliver(@Body Outgoing outgoing) {
        tell(outgoing.message());
        return Delivery.sent(null);
    }

    /**
     * Tells a message to every connection of its conversation that was not told it, on all nodes.
     */
    void tell(Message message) {
        String conversation = message.conversation();
        boolean heard = !groups.isAlone() || !connections.members(PATH, conversation).isEmpty();
        @Nullable String frame = heard ? Frames.message(message) : null;
        note(conversation, message.seq(), frame);
        waiting.wake(conversation);
        each(conversation, (key, customer) -> told(key, customer, message.seq(), frame));
    }

    /**
     * There is a message that most likely nobody but its author has a connection for: whoever has
     * one on another node fetches it.
     */
    void hint(String conversation, long seq) {
        note(conversation, seq, null);
    }

    private void note(String conversation, long seq, @Nullable String frame) {
        if (!groups.isAlone()) {
            groups.note(PATH, conversation, new MessageNote(seq, frame).toString());
        }
    }

    /** Another node says that there is a message. */
    private void noted(String conversation, MessageNote note) {
        waiting.wake(conversation);
        each(
                conversation,
                (key, customer) -> {
                    if (!toldAtOnce(key, customer, note)) {
                        threads.execute(() -> told(key, customer, note.seq(), note.frame()));
                    }
                });
    }

    /** False: that needs to wait. */
    private boolean toldAtOnce(String key, Customer customer, MessageNote note) {
        if (!customer.telling.tryLock()) {
            return false;
        }
        try {
            if (note.frame() != null && note.seq() == customer.cursor + 1) {
                connections.send(key, note.frame());
                customer.cursor = note.seq();
            }
            return note.seq() <= customer.cursor;
        } finally {
            customer.telling.unlock();
        }
    }

    /** What is missed while the store is away is made up for by the next round. */
    private void told(String key, Customer customer, long seq, @Nullable String frame) {
        customer.telling.lock();
        try {
            if (frame != null && seq == customer.cursor + 1) {
                connections.send(key, frame);
                customer.cursor = seq;
            } else if (seq > customer.cursor) {
                catchUp(key, customer);
            }
        } catch (RuntimeException e) {
            log.debug("A customer's connection: {}", e.getClass().getSimpleName());
            if (!StoreAway.is(e)) {
                throw e;
            }
        } finally {
            customer.telling.unlock();
        }
    }

    /**
     * Tells a connection everything after its cursor. The caller holds {@link Customer#telling}.
     */
    void catchUp(String key, Customer customer) {
        List<Message> missed;
        do {
            missed = conversations.after(customer.conversation(), customer.cursor, PAGE);
            for (Message message : missed) {
                if (!connections.awaitRoom(key)) {
                    return;
                }
                connections.send(key, Frames.message(message));
                customer.cursor = message.seq();
            }
        } while (missed.size() == PAGE);
    }

    /** Compares everybody connected here with the store, a thousand at a time. */
    @Override
    public void catchUp() {
        Behind<Customer> behind =
                new Behind<>(
                        conversations::lastSeqs,
                        (key, customer, conversation) -> told(key, customer, Long.MAX_VALUE, null));
        connections.each(
                PATH,
                Customer.class,
                (key, customer) ->
                        behind.check(customer.conversation(), customer.cursor, key, customer));
        behind.finish();
    }

    @Override
    public void reconnected() {
        waiting.wakeAll();
        catchUp();
    }

    /** Sends a frame that is no message to every connection of a conversation, on all nodes. */
    void send(String conversation, String frame) {
        connections.sendToGroup(PATH, conversation, frame);
    }

    /** Waits, within reason, until what other nodes say of a conversation arrives. */
    void awaitOthers(String conversation) {
        Groups.await(groups.ready(PATH, conversation));
    }

    private void each(String conversation, BiConsumer<String, Customer> work) {
        for (String key : connections.members(PATH, conversation)) {
            connections
                    .attached(key, Customer.class)
                    .ifPresent(customer -> work.accept(key, customer));
        }
    }
}
