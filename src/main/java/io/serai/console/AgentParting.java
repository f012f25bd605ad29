package io.serai.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.assignment.Presence;
import io.serai.security.Resume;
import io.serai.security.Tokens;
import io.serai.websocket.Parting;
import io.serai.websocket.WebSocketConnections;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Tells an agent's socket, when the hub goes, to come back. Its resume token is no login; who shows
 * it along with one comes back with the presence they had.
 */
@Component
class AgentParting implements Parting {

    private final WebSocketConnections connections;
    private final Tokens tokens;
    private final Presence presence;

    AgentParting(WebSocketConnections connections, Tokens tokens, Presence presence) {
        this.connections = connections;
        this.tokens = tokens;
        this.presence = presence;
    }

    @Override
    public String path() {
        return AgentSocket.PATH;
    }

    @Override
    public void part(String key, Duration after) {
        ObjectNode frame = AgentSocket.frame("reconnect").put("after", after.toMillis());
        connections
                .attached(key, Agent.class)
                .map(Agent::name)
                .map(login -> new Resume(Resume.AGENT, "", login, 0, Map.of()))
                .ifPresent(resume -> frame.put("resume", tokens.issueResume(resume)));
        connections.send(key, frame.toString());
        connections.close(key, SERVICE_RESTART, "the server restarts");
    }

    /**
     * The presence a {@code hello} asks for. If it leaves that to the hub, what stands: for who is
     * at another desk already, or is back; else empty.
     */
    String presence(JsonNode hello, String login) {
        String said = hello.path("presence").asText("");
        if (!said.isEmpty()) {
            return said;
        }
        Presence.Known known = presence.all().getOrDefault(login, Presence.NEVER);
        boolean stands = known.connected() || isBack(hello.path("resume").asText(""), login);
        return stands ? known.state().name().toLowerCase(Locale.ROOT) : "";
    }

    private boolean isBack(String resume, String login) {
        return !resume.isEmpty()
                && tokens.resume(resume)
                        .filter(it -> it.channel().equals(Resume.AGENT))
                        .filter(it -> it.user().equals(login))
                        .isPresent();
    }
}
