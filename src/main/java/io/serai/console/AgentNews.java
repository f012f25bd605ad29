package io.serai.console;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Event;
import io.serai.event.Json;
import io.serai.event.Message;
import io.serai.event.Owner;
import io.serai.event.Sender;
import io.serai.event.Typing;
import io.serai.store.Change;
import io.serai.store.Conversation;
import io.serai.store.Conversations;
import io.serai.store.LedgerListener;
import io.serai.store.StoreAway;
import io.serai.websocket.WebSocketConnections;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Shows agents what happens, in the order it was committed. */
@Component
class AgentNews implements LedgerListener {

    private static final Logger log = LoggerFactory.getLogger(AgentNews.class);

    /** The hub's own, of tickets and return requests; others' come by who their customer is. */
    private static final String OWN = "/hub";

    private final WebSocketConnections connections;
    private final AgentSockets sockets;
    private final Conversations conversations;

    /** For news whose reader has to be looked up first. */
    private final ExecutorService lookups =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("agent-news").factory());

    AgentNews(WebSocketConnections connections, AgentSockets sockets, Conversations conversations) {
        this.connections = connections;
        this.sockets = sockets;
        this.conversations = conversations;
    }

    @Override
    public void committed(List<Change> changes) {
        if (sockets.isNobodyThere()) {
            return;
        }
        for (Change change : changes) {
            switch (change) {
                case Change.Added(Conversation conversation, Message message) ->
                        said(conversation, message);
                case Change.Moved(Conversation before, Conversation now) -> moved(before, now);
                case Change.StatusMoved status -> lookUp(() -> status(status));
                case Change.Recorded(Event event) -> recorded(event);
            }
        }
    }

    /** What is missed while the store is away is made up for by the next round. */
    private void lookUp(Runnable news) {
        lookups.execute(
                () -> {
                    try {
                        news.run();
                    } catch (RuntimeException e) {
                        log.debug("News for an agent: {}", e.getClass().getSimpleName());
                        if (!StoreAway.is(e)) {
                            throw e;
                        }
                    }
                });
    }

    /** What becomes of a ticket or a return request is shown where it came from. */
    private void recorded(Event event) {
        String conversation = event.data().path("conversation").asText("");
        boolean shown =
                event.type().startsWith("io.serai.ticket.")
                        || event.type().startsWith("io.serai.return.");
        if (shown && event.source().equals(OWN) && !conversation.isEmpty()) {
            lookUp(() -> conversations.find(conversation).ifPresent(it -> business(it, event)));
        }
    }

    private void said(Conversation conversation, Message message) {
        if (conversation.owner().agent() != null) {
            sockets.tell(
                    conversation.owner().agent(),
                    new AgentNote(
                            AgentNote.Kind.MESSAGE,
                            message.conversation(),
                            message.seq(),
                            AgentSockets.frame(message)));
        }
    }

    private void moved(@Nullable Conversation before, Conversation now) {
        if (before != null
                && before.fence() == now.fence()
                && before.agentSeq() == now.agentSeq()
                && Objects.equals(before.name(), now.name())
                && before.attributes().equals(now.attributes())) {
            return;
        }
        Owner was = before == null ? null : before.owner();
        Owner is = now.owner();
        passed(was == null ? null : was.agent(), is.agent(), now);
        if (was != null
                && was.kind() == Owner.Kind.OFFER
                && was.agent() != null
                && !is.equals(was)) {
            tell(
                    was.agent(),
                    AgentSocket.frame("offer-gone").put("conversation", now.id()).toString());
        }
        String frame = conversation("conversation", now).toString();
        boolean queueMoved =
                is.kind() == Owner.Kind.QUEUE || (was != null && was.kind() == Owner.Kind.QUEUE);
        if (queueMoved) {
            connections.sendToGroup(AgentSocket.PATH, AgentSocket.EVERYBODY, frame);
        } else {
            tellConcerned(was, is, frame);
        }
        if (is.kind() == Owner.Kind.OFFER && is.agent() != null && !is.equals(was)) {
            ObjectNode offer = conversation("offer", now).put("fence", now.fence());
            tell(is.agent(), offer.put("expires", String.valueOf(is.until())).toString());
        }
    }

    /** From here on another agent follows it, or none. */
    private void passed(@Nullable String from, @Nullable String to, Conversation now) {
        if (Objects.equals(from, to)) {
            return;
        }
        if (from != null) {
            sockets.tell(from, new AgentNote(AgentNote.Kind.TAKEN, now.id(), now.lastSeq(), null));
        }
        if (to != null) {
            sockets.tell(to, new AgentNote(AgentNote.Kind.GIVEN, now.id(), now.lastSeq(), null));
        }
    }

    private void tellConcerned(@Nullable Owner was, Owner is, String frame) {
        if (was != null && was.agent() != null && !was.agent().equals(is.agent())) {
            tell(was.agent(), frame);
        }
        if (is.agent() != null) {
            tell(is.agent(), frame);
        }
        connections.sendToGroup(AgentSocket.PATH, AgentSocket.SUPERVISORS, frame);
    }

    private void status(Change.StatusMoved change) {
        conversations
                .find(change.conversation())
                .map(it -> it.owner().agent())
                .ifPresent(
                        agent ->
                                sockets.tell(
                                        agent,
                                        new AgentNote(
                                                AgentNote.Kind.STATUS,
                                                change.conversation(),
                                                change.seq(),
                                                frame(change))));
    }

    private static String frame(Change.StatusMoved change) {
        return AgentSocket.frame("status")
                .put("conversation", change.conversation())
                .put("seq", change.seq())
                .put("upTo", change.upTo())
                .put("status", change.status().name().toLowerCase(Locale.ROOT))
                .put("reason", change.reason())
                .toString();
    }

    /** A business event that belongs to a conversation: to whoever has it. */
    void business(Conversation conversation, Event event) {
        ObjectNode frame = AgentSocket.frame("business").put("conversation", conversation.id());
        frame.set("event", Json.MAPPER.valueToTree(event));
        if (conversation.owner().agent() != null) {
            tell(conversation.owner().agent(), frame.toString());
        }
        connections.sendToGroup(AgentSocket.PATH, AgentSocket.SUPERVISORS, frame.toString());
    }

    @EventListener
    void customerTypes(Typing typing) {
        if (typing.by() == Sender.Kind.CUSTOMER) {
            String frame =
                    AgentSocket.frame("typing")
                            .put("conversation", typing.conversation())
                            .put("on", typing.on())
                            .toString();
            lookUp(
                    () ->
                            conversations
                                    .find(typing.conversation())
                                    .map(it -> it.owner().agent())
                                    .ifPresent(agent -> tell(agent, frame)));
        }
    }

    private static ObjectNode conversation(String type, Conversation conversation) {
        ObjectNode frame = AgentSocket.frame(type);
        frame.set("conversation", Json.MAPPER.valueToTree(ConversationView.of(conversation)));
        return frame;
    }

    private void tell(String agent, String frame) {
        connections.sendToGroup(AgentSocket.PATH, AgentSocket.group(agent), frame);
    }
}
