package io.serai.channel.web;

import io.serai.event.Delivery;
import io.serai.event.Message;
import io.serai.event.Outgoing;
import io.serai.store.Conversations;
import io.serai.websocket.WebSocketConnections;

import org.apache.camel.Body;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.function.Consumer;

/**
 * Tells customers what is said in their conversation, on each connection in the order of the
 * numbers and without a gap: what a connection was not told before is fetched from the store first.
 */
@Component("customerSockets")
public class CustomerSockets {

    static final String PATH = "/ws/customer";
    private static final int PAGE = 200;

    private final WebSocketConnections connections;
    private final Conversations conversations;
    private final Waiting waiting;

    CustomerSockets(
            WebSocketConnections connections, Conversations conversations, Waiting waiting) {
        this.connections = connections;
        this.conversations = conversations;
        this.waiting = waiting;
    }

    /**
     * The sink: a reply to every connection of its customer. Who is not connected fetches it later.
     */
    public Delivery deliver(@Body Outgoing outgoing) {
        tell(outgoing.message());
        return Delivery.sent(null);
    }

    /** Tells a message to every connection of its conversation that was not told it. */
    void tell(Message message) {
        waiting.wake(message.conversation());
        String[] frame = new String[1];
        each(
                message.conversation(),
                key ->
                        connections
                                .attached(key, Customer.class)
                                .ifPresent(
                                        customer -> {
                                            customer.telling.lock();
                                            try {
                                                if (message.seq() == customer.cursor + 1) {
                                                    frame[0] =
                                                            frame[0] == null
                                                                    ? Frames.message(message)
                                                                    : frame[0];
                                                    connections.send(key, frame[0]);
                                                    customer.cursor = message.seq();
                                                } else if (message.seq() > customer.cursor) {
                                                    catchUp(key, customer);
                                                }
                                            } finally {
                                                customer.telling.unlock();
                                            }
                                        }));
    }

    /**
     * Tells a connection everything after its cursor. The caller holds {@link Customer#telling}.
     */
    void catchUp(String key, Customer customer) {
        List<Message> missed;
        do {
            missed = conversations.after(customer.conversation(), customer.cursor, PAGE);
            for (Message message : missed) {
                connections.send(key, Frames.message(message));
                customer.cursor = message.seq();
            }
        } while (missed.size() == PAGE && connections.isOpen(key));
    }

    /** Sends a frame that is no message to every connection of a conversation. */
    void send(String conversation, String frame) {
        connections.sendToGroup(PATH, conversation, frame);
    }

    private void each(String conversation, Consumer<String> work) {
        connections.members(PATH, conversation).forEach(work);
    }
}
