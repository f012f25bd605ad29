package io.serai.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.assignment.Presence;
import io.serai.conversation.Refused;
import io.serai.event.Json;
import io.serai.event.Sender;
import io.serai.event.Typing;
import io.serai.security.Directory;
import io.serai.security.Login;
import io.serai.security.Role;
import io.serai.security.Tokens;
import io.serai.store.StoreAway;
import io.serai.websocket.WebSocketConnections;
import io.serai.websocket.WebSocketConstants;

import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Behind {@code routes/flow/console.camel.yaml}: one end of an agent's socket, as docs/protocol.md
 * has it.
 */
@Component("agentSocket")
public class AgentSocket {

    static final String PATH = "/ws/agent";

    /** The group of everybody at the console. */
    static final String EVERYBODY = "agents";

    /** The group of those who see all conversations. */
    static final String SUPERVISORS = "supervisors";

    private static final Logger log = LoggerFactory.getLogger(AgentSocket.class);
    private static final int POLICY_VIOLATION = 1008;
    private static final int TRY_AGAIN_LATER = 1013;
    private static final String AGENT = "agent:";

    private final WebSocketConnections connections;
    private final Tokens tokens;
    private final Directory directory;
    private final Desk desk;
    private final Presence presence;
    private final AgentParting parting;
    private final AgentSockets sockets;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    AgentSocket(
            WebSocketConnections connections,
            Tokens tokens,
            Directory directory,
            Desk desk,
            Presence presence,
            AgentParting parting,
            AgentSockets sockets,
            ApplicationEventPublisher events,
            Clock clock) {
        this.connections = connections;
        this.tokens = tokens;
        this.directory = directory;
        this.desk = desk;
        this.presence = presence;
        this.parting = parting;
        this.sockets = sockets;
        this.events = events;
        this.clock = clock;
    }

    static String group(String login) {
        return AGENT + login;
    }

    /** Whose group it is, if it is one agent's. */
    static Optional<String> login(String group) {
        return group.startsWith(AGENT)
                ? Optional.of(group.substring(AGENT.length()))
                : Optional.empty();
    }

    /** Takes a frame. */
    public void receive(
            @Header(WebSocketConstants.CONNECTION_KEY) String key,
            @Header(WebSocketConstants.PRINCIPAL) @Nullable String principal,
            @Body Object body) {
        JsonNode re = null;
        try {
            JsonNode frame = AgentFrames.parse(body);
            re = frame.hasNonNull("re") ? frame.get("re") : null;
            Optional<Agent> agent = connections.attached(key, Agent.class);
            if (agent.isEmpty()) {
                hello(key, principal, frame);
            } else if (agent.get().isOver(clock.instant())) {
                connections.close(key, AgentSockets.SAY_HELLO_AGAIN, "the session may be over");
            } else {
                act(key, agent.get(), frame);
                if (re != null) {
                    result(key, re, null, null);
                }
            }
        } catch (Refused e) {
            result(key, re, code(e.code()), e.getMessage());
        } catch (IllegalArgumentException e) {
            result(key, re, "bad-frame", e.getMessage());
        } catch (StoreAway
                | org.springframework.dao.DataAccessException
                | org.springframework.transaction.TransactionException e) {
            if (!StoreAway.is(e)) { // that, the store itself says
                log.warn("An agent's frame could not be stored: {}", e.getClass().getSimpleName());
            }
            result(key, re, "unavailable", "It was not stored; send it again with the same id");
        }
    }

    /** A connection is gone; when it was the agent's last, the grace period begins. */
    public void closed(
            @ExchangeProperty(WebSocketConstants.ATTACHMENT_PROPERTY) @Nullable Agent agent) {
        if (agent == null || isHere(agent.name())) {
            return;
        }
        try {
            presence.lost(agent.name());
        } finally {
            if (isHere(agent.name())) {
                // Came back meanwhile, and may have said so too early.
                presence.arrived(agent.name());
            }
        }
    }

    private boolean isHere(String login) {
        return !connections.members(PATH, group(login)).isEmpty();
    }

    private void hello(String key, @Nullable String principal, JsonNode frame) {
        if (!"hello".equals(frame.path("type").textValue())) {
            refuse(key, "not-hello", "The first frame must be hello");
            return;
        }
        Optional<Login> login =
                frame.hasNonNull("token")
                        ? tokens.session(frame.path("token").asText())
                        : Optional.ofNullable(principal).flatMap(directory::find);
        if (login.filter(it -> it.is(Role.AGENT, Role.SUPERVISOR, Role.ADMIN)).isEmpty()) {
            refuse(key, "bad-token", "Log in first: POST /api/v1/login");
            return;
        }
        try {
            String said = parting.presence(frame, login.get().login());
            welcome(
                    key,
                    login.get(),
                    said.isEmpty() ? Presence.State.ONLINE : state("presence", said),
                    frame);
        } catch (StoreAway | org.springframework.dao.DataAccessException e) {
            log.warn("An agent could not be welcomed: {}", e.getClass().getSimpleName());
            connections.close(key, TRY_AGAIN_LATER, "the store is away, come back");
        }
    }

    private void welcome(String key, Login login, Presence.State state, JsonNode hello) {
        CompletableFuture<Void> welcomed = new CompletableFuture<>();
        Agent agent = new Agent(login, clock.instant().plus(tokens.sessionLifetime()), welcomed);
        connections.attach(key, agent);
        try {
            connections.join(key, EVERYBODY);
            connections.join(key, group(login.login()));
            if (Desk.isSupervising(login)) {
                connections.join(key, SUPERVISORS);
            }
            // What is stored before now is read below, what is stored from now on is heard of.
            sockets.awaitOthers(login.login());
            if (login.is(Role.AGENT)) {
                presence.arrived(login.login());
                presence.set(login.login(), state);
            }
            sockets.welcome(key, agent, AgentFrames.after(hello));
            if (login.is(Role.AGENT)) {
                sockets.tellPresence(login.login(), state);
            }
        } finally {
            welcomed.complete(null);
        }
    }

    private void act(String key, Agent who, JsonNode frame) {
        Login login = who.login();
        String agent = who.name();
        switch (frame.path("type").textValue()) {
            case "ping" -> connections.send(key, frame("pong").toString());
            case "presence" -> {
                Presence.State state = state("state", AgentFrames.text(frame, "state"));
                presence.set(agent, state);
                sockets.tellPresence(agent, state);
            }
            case "accept" -> desk.actions().accept(agent, id(frame), frame.path("fence").asLong());
            case "decline" ->
                    desk.actions().decline(agent, id(frame), frame.path("fence").asLong());
            case "claim" -> desk.actions().claim(agent, id(frame));
            case "reply" ->
                    who.inOrder(
                            id(frame),
                            AgentFrames.clientId(frame),
                            id -> desk.reply(login, id(frame), id, AgentFrames.content(frame)),
                            id -> desk.isStored(login, id(frame), id));
            case "transfer" -> transfer(agent, frame);
            case "close" -> desk.actions().close(agent, id(frame), seen(frame));
            case "history" -> history(key, login, frame);
            case "read" -> desk.read(login, id(frame), frame.path("seq").asLong());
            case "typing" -> typing(login, frame);
            default ->
                    throw new IllegalArgumentException(
                            "There is no such frame; docs/protocol.md names them");
        }
    }

    private void transfer(String agent, JsonNode frame) {
        if (frame.hasNonNull("agent")) {
            desk.actions().transferToAgent(agent, id(frame), frame.path("agent").asText());
        } else if (frame.path("bot").asBoolean()) {
            desk.actions().transferToBot(agent, id(frame), seen(frame));
        } else {
            String skill = frame.path("skill").asText("");
            desk.actions().transferToQueue(agent, id(frame), skill.isEmpty() ? null : skill);
        }
    }

    private void history(String key, Login login, JsonNode frame) {
        long after = frame.path("after").asLong(-1);
        long before = frame.path("before").asLong(Long.MAX_VALUE);
        var messages = desk.history(login, id(frame), after, before, frame.path("limit").asInt(50));
        ObjectNode history = frame("history").put("conversation", id(frame));
        history.set("messages", Json.MAPPER.valueToTree(messages));
        connections.send(key, history.toString());
    }

    private void typing(Login login, JsonNode frame) {
        if (desk.look(login, id(frame)).owner().isHeldBy(login.login())) {
            events.publishEvent(
                    new Typing(id(frame), Sender.Kind.AGENT, frame.path("on").asBoolean()));
        }
    }

    private void result(
            String key, @Nullable JsonNode re, @Nullable String code, @Nullable String message) {
        ObjectNode result = frame("result");
        result.set("re", re == null ? JsonNodeFactory.instance.textNode("") : re);
        result.put("ok", code == null).put("code", code).put("message", message);
        connections.send(key, result.toString());
    }

    private void refuse(String key, String code, String message) {
        connections.send(key, frame("error").put("code", code).put("message", message).toString());
        connections.close(key, POLICY_VIOLATION, code);
    }

    static ObjectNode frame(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    static String code(Refused.Code code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Presence.State state(String field, String said) {
        return switch (said) {
            case "online" -> Presence.State.ONLINE;
            case "away" -> Presence.State.AWAY;
            case "offline" -> Presence.State.OFFLINE;
            default ->
                    throw new IllegalArgumentException(
                            "\"" + field + "\" must be online, away or offline");
        };
    }

    /** Where a console does not say how far it has come, everything counts as seen. */
    private static long seen(JsonNode frame) {
        return frame.path("seq").asLong(Long.MAX_VALUE);
    }

    private static String id(JsonNode frame) {
        return AgentFrames.text(frame, "conversation");
    }
}
