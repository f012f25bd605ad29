package io.serai.console;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.assignment.Presence;
import io.serai.cluster.Follower;
import io.serai.cluster.Groups;
import io.serai.event.Json;
import io.serai.event.Message;
import io.serai.security.SessionEnded;
import io.serai.store.Conversations;
import io.serai.websocket.WebSocketConnections;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Tells agents what is said in their conversations, on each connection and in each conversation in
 * the order of the numbers and without a gap, whichever node stored it: what a connection was not
 * told before is fetched from the store first.
 */
@Component
class AgentSockets implements Follower {

    /** Whoever still has a good session comes back with it at once. */
    static final int SAY_HELLO_AGAIN = 4001;

    private static final int HEARTBEAT_SECONDS = 30;
    private static final int PAGE = 200;

    /** The queue moves all the time; what of it was undone is put right by its next move. */
    private static final int MOST_FOR_THE_QUEUE = 2;

    /** Who is further behind than this begins anew. */
    private static final int FURTHEST = 1_000;

    private final WebSocketConnections connections;
    private final Conversations conversations;
    private final Desk desk;
    private final Groups groups;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("agent-told").factory());

    AgentSockets(
            WebSocketConnections connections,
            Conversations conversations,
            Desk desk,
            Groups groups) {
        this.connections = connections;
        this.conversations = conversations;
        this.desk = desk;
        this.groups = groups;
        groups.read(
                AgentSocket.PATH,
                (group, note) ->
                        AgentSocket.login(group).ifPresent(it -> here(it, AgentNote.read(note))));
    }

    /** Whether there is nobody to tell anything, on any node. */
    boolean isNobodyThere() {
        return groups.isAlone() && connections.count(AgentSocket.PATH) == 0;
    }

    @EventListener
    void loggedOut(SessionEnded session) {
        tell(session.login(), AgentNote.OUT);
    }

    /** Waits, within reason, until what other nodes say to an agent arrives. */
    void awaitOthers(String login) {
        Groups.await(
                CompletableFuture.allOf(
                        groups.ready(AgentSocket.PATH, AgentSocket.EVERYBODY),
                        groups.ready(AgentSocket.PATH, AgentSocket.group(login))));
    }

    /** Tells every connection of an agent, on all nodes. Does not wait. */
    void tell(String login, AgentNote note) {
        groups.note(AgentSocket.PATH, AgentSocket.group(login), note.toString());
        here(login, note);
    }

    /** What they say of it at one desk holds at all of theirs. */
    void tellPresence(String login, Presence.State state) {
        String said = state.name().toLowerCase(Locale.ROOT);
        connections.sendToGroup(
                AgentSocket.PATH,
                AgentSocket.group(login),
                AgentSocket.frame("presence").put("state", said).toString());
    }

    private void here(String login, AgentNote note) {
        for (String key : connections.members(AgentSocket.PATH, AgentSocket.group(login))) {
            connections
                    .attached(key, Agent.class)
                    .ifPresent(agent -> agent.inTurn(() -> take(key, agent, note), threads));
        }
    }

    private void take(String key, Agent agent, AgentNote note) {
        String conversation = note.conversation();
        switch (note.kind()) {
            case GIVEN -> agent.cursors().putIfAbsent(conversation, note.seq());
            case TAKEN -> agent.cursors().remove(conversation);
            case MESSAGE -> said(key, agent, note);
            case STATUS -> {
                Long cursor = agent.cursors().get(conversation);
                if (cursor != null && note.seq() > cursor) {
                    // What it is about has not come yet, and comes with the status it has now.
                    catchUp(key, agent, conversation);
                } else if (note.frame() != null) {
                    connections.send(key, note.frame());
                }
            }
            case LOGGED_OUT -> connections.close(key, SAY_HELLO_AGAIN, "the session may be over");
        }
    }

    private void said(String key, Agent agent, AgentNote note) {
        Long cursor = agent.cursors().get(note.conversation());
        if (cursor == null) {
            if (!isWith(agent, note.conversation())) {
                return;
            }
            // That it was given to them has not come yet; this is the first they hear of it.
            cursor = note.seq() - 1;
            agent.cursors().put(note.conversation(), cursor);
        }
        if (note.frame() != null && note.seq() == cursor + 1) {
            connections.send(key, note.frame());
            agent.cursors().put(note.conversation(), note.seq());
        } else if (note.seq() > cursor) {
            catchUp(key, agent, note.conversation());
        }
    }

    private boolean isWith(Agent agent, String conversation) {
        return conversations
                .find(conversation)
                .filter(it -> it.owner().isWith(agent.name()))
                .isPresent();
    }

    private void catchUp(String key, Agent agent, String conversation) {
        List<Message> missed;
        do {
            long cursor = agent.cursors().getOrDefault(conversation, 0L);
            missed = conversations.after(conversation, cursor, PAGE);
            for (Message message : missed) {
                if (!sendWithRoom(key, frame(message))) {
                    return;
                }
                agent.cursors().put(conversation, message.seq());
            }
        } while (missed.size() == PAGE);
    }

    /** For what comes in numbers: a reader who keeps up is not taken for a slow one. */
    private boolean sendWithRoom(String key, String frame) {
        return connections.awaitRoom(key) && connections.send(key, frame);
    }

    /**
     * Sends how everything stands, and then, of the conversations in {@code after}, what is new
     * since; the others count from now. For whoever's turn it is.
     */
    void welcome(String key, Agent agent, Map<String, Long> after) {
        Map<String, Long> begun = new HashMap<>();
        List<ConversationView> mine = tellStanding(key, agent, begun);
        begun.putAll(after);
        agent.cursors().clear();
        for (ConversationView conversation : mine) {
            long held = begun.getOrDefault(conversation.id(), conversation.lastSeq());
            if (!reaches(held, conversation)) {
                reload(key, conversation);
                held = conversation.lastSeq();
            }
            agent.cursors().put(conversation.id(), held);
        }
        for (ConversationView conversation : mine) {
            String id = conversation.id();
            long held = agent.cursors().getOrDefault(id, conversation.lastSeq());
            if (after.containsKey(id)) {
                Receipts.of(id, conversations.standing(id, held, PAGE))
                        .forEach(status -> sendWithRoom(key, status));
            }
            if (after.containsKey(id) || held < conversation.lastSeq()) {
                catchUp(key, agent, id);
            }
        }
    }

    /**
     * Says how everything stands. News of what moved between the reading and the saying may have
     * gone out before, and would be undone by what was read: then it is said once more. A
     * conversation's messages begin where it was said first, noted in {@code begun}.
     */
    private List<ConversationView> tellStanding(String key, Agent agent, Map<String, Long> begun) {
        int more = MOST_FOR_THE_QUEUE;
        Standing told;
        Standing now = Standing.of(desk, agent.login());
        do {
            told = now;
            told.mine().forEach(it -> begun.putIfAbsent(it.id(), it.lastSeq()));
            ObjectNode welcome = AgentSocket.frame("welcome").put("heartbeat", HEARTBEAT_SECONDS);
            welcome.set("agent", Json.MAPPER.valueToTree(agent.login()));
            welcome.set("conversations", Json.MAPPER.valueToTree(told.mine()));
            welcome.set("queue", Json.MAPPER.valueToTree(told.queue()));
            connections.send(key, welcome.toString());
            now = Standing.of(desk, agent.login());
        } while (told.isMoved(now) || (told.isQueueMoved(now) && more-- > 0));
        return told.mine();
    }

    private static boolean reaches(long held, ConversationView conversation) {
        long missing = conversation.lastSeq() - held;
        return held >= 0 && missing >= 0 && missing <= FURTHEST;
    }

    private void reload(String key, ConversationView conversation) {
        sendWithRoom(
                key,
                AgentSocket.frame("reload")
                        .put("conversation", conversation.id())
                        .put("lastSeq", conversation.lastSeq())
                        .toString());
    }

    /** Compares everybody connected here with the store; one question for all of them. */
    @Override
    public void catchUp() {
        Map<String, Agent> here = new HashMap<>();
        connections.each(AgentSocket.PATH, Agent.class, here::put);
        Set<String> logins = new HashSet<>();
        here.values().forEach(agent -> logins.add(agent.name()));
        if (logins.isEmpty()) {
            return;
        }
        Map<String, Map<String, Long>> held = conversations.heldBy(logins);
        here.forEach(
                (key, agent) -> {
                    Map<String, Long> theirs = held.getOrDefault(agent.name(), Map.of());
                    agent.inTurn(() -> compare(key, agent, theirs), threads);
                });
    }

    private void compare(String key, Agent agent, Map<String, Long> theirs) {
        if (!agent.cursors().keySet().equals(theirs.keySet())) {
            // Looked at again, since it may have changed on the way here.
            Set<String> now =
                    conversations
                            .heldBy(Set.of(agent.name()))
                            .getOrDefault(agent.name(), Map.of())
                            .keySet();
            if (!agent.cursors().keySet().equals(now)) {
                welcome(key, agent, Map.copyOf(agent.cursors()));
                return;
            }
        }
        theirs.forEach(
                (conversation, lastSeq) -> {
                    if (lastSeq > agent.cursors().getOrDefault(conversation, lastSeq)) {
                        catchUp(key, agent, conversation);
                    }
                });
    }

    /** Offers and owners may have been missed too: everybody is told how everything stands. */
    @Override
    public void reconnected() {
        connections.each(
                AgentSocket.PATH,
                Agent.class,
                (key, agent) ->
                        agent.inTurn(
                                () -> welcome(key, agent, Map.copyOf(agent.cursors())), threads));
    }

    static String frame(Message message) {
        return "{\"type\":\"message\",\"message\":" + Json.write(message) + "}";
    }
}
