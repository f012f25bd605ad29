package io.serai.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.edge.EdgeSlice;

import jakarta.servlet.ServletException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.ServletContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.ActiveProfiles;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.security.Principal;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

@ActiveProfiles("sandbox")
@SpringBootTest(
        classes = {EdgeSlice.class, SocketLoginTest.Sockets.class},
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "serai.security.secret-file=target/edge/secret"})
class SocketLoginTest {

    @LocalServerPort int port;
    @Autowired Tokens tokens;

    static class Sockets {

        @Bean
        ServletContextInitializer who() {
            return context -> {
                ServerContainer container =
                        (ServerContainer) context.getAttribute(ServerContainer.class.getName());
                try {
                    container.addEndpoint(
                            ServerEndpointConfig.Builder.create(Who.class, "/ws/who").build());
                } catch (DeploymentException e) {
                    throw new ServletException(e);
                }
            };
        }
    }

    public static class Who extends Endpoint {

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            Principal principal = session.getUserPrincipal();
            session.getAsyncRemote().sendText(principal == null ? "-" : principal.getName());
        }
    }

    @Test
    void aSocketKnowsWhoOpenedIt() throws Exception {
        String token = tokens.issueSession("agent1");

        assertThat(who()).isEqualTo("-");
        assertThat(who("Authorization", "Bearer " + token)).isEqualTo("agent1");
        assertThat(who("Cookie", "serai-session=" + token, "Origin", "http://localhost:" + port))
                .isEqualTo("agent1");
    }

    @Test
    void anotherSitesPageOpensNoSocketInTheAgentsName() throws Exception {
        String cookie = "serai-session=" + tokens.issueSession("agent1");

        assertThat(who("Cookie", cookie, "Origin", "https://evil.example")).isEqualTo("-");
        assertThat(who("Cookie", cookie)).isEqualTo("-");
    }

    private String who(String... headers) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        WebSocket socket =
                builder.buildAsync(
                                URI.create("ws://localhost:" + port + "/ws/who"),
                                new WebSocket.Listener() {
                                    @Override
                                    public CompletionStage<?> onText(
                                            WebSocket from, CharSequence data, boolean last) {
                                        answer.complete(data.toString());
                                        return CompletableFuture.completedStage(null);
                                    }
                                })
                        .get(60, TimeUnit.SECONDS);
        try {
            return answer.get(60, TimeUnit.SECONDS);
        } finally {
            socket.abort();
        }
    }
}
