package io.serai.reload;

import static io.serai.reload.Hub.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.event.EventListener;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

class OpeningTest {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

    @TempDir Path home;

    @BeforeEach
    void begin() {
        SlowFolder.begun = new CountDownLatch(1);
        SlowFolder.goOn = new CountDownLatch(1);
        SlowFolder.context = new CompletableFuture<>();
    }

    @Test
    void whoeverComesBeforeTheRoutesAreLoadedWaitsForThem() throws Exception {
        Hub hub =
                new Hub(home, SlowFolder.class)
                        .save("routes/early.camel.yaml", serving("early", "here"))
                        .save(
                                "routes/socket.camel.yaml",
                                Hub.answering("socket", "hello")
                                        .replace("direct:socket", "websocket-jsr356:/ws/early"));
        CompletableFuture<Hub> started = CompletableFuture.supplyAsync(hub::start);
        try (HttpClient client = HttpClient.newHttpClient()) {
            ApplicationContext context = SlowFolder.context.get();
            SlowFolder.begun.await();
            String port = context.getEnvironment().getRequiredProperty("local.server.port");

            CompletableFuture<HttpResponse<String>> hook =
                    client.sendAsync(
                            HttpRequest.newBuilder(
                                            URI.create("http://localhost:" + port + "/hooks/early"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            CompletableFuture<WebSocket> socket =
                    client.newWebSocketBuilder()
                            .buildAsync(
                                    URI.create("ws://localhost:" + port + "/ws/early"),
                                    new WebSocket.Listener() {});

            Awaitility.await()
                    .during(Duration.ofMillis(500))
                    .atMost(LONG_ENOUGH)
                    .until(() -> !hook.isDone() && !socket.isDone());
            assertThat(readiness(context)).isNotEqualTo(Status.UP);

            SlowFolder.goOn.countDown();

            assertThat(hook.get().statusCode()).isEqualTo(200);
            assertThat(hook.get().body()).isEqualTo("here");
            socket.get().abort();
            started.get();
            assertThat(readiness(context)).isEqualTo(Status.UP);
        } finally {
            SlowFolder.goOn.countDown();
            started.thenAccept(Hub::close).join();
        }
    }

    /** Another hub may be ready: the balancer is to ask it. */
    @Test
    void whoeverIsNotToWaitForAStartIsToldAtOnce() throws Exception {
        Hub hub = new Hub(home, SlowFolder.class).startWait("0s");
        hub.save("routes/early.camel.yaml", serving("early", "here"));
        CompletableFuture<Hub> started = CompletableFuture.supplyAsync(hub::start);
        try (HttpClient client = HttpClient.newHttpClient()) {
            ApplicationContext context = SlowFolder.context.get();
            SlowFolder.begun.await();
            String port = context.getEnvironment().getRequiredProperty("local.server.port");
            HttpRequest early =
                    HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/hooks/early"))
                            .timeout(Duration.ofSeconds(8)) // less than a change is waited for
                            .build();

            HttpResponse<String> told = client.send(early, HttpResponse.BodyHandlers.ofString());

            assertThat(told.statusCode()).isEqualTo(503);
            assertThat(told.headers().firstValue("Retry-After")).hasValue("1");
            SlowFolder.goOn.countDown();
            started.get();
            assertThat(client.send(early, HttpResponse.BodyHandlers.ofString()).body())
                    .isEqualTo("here");
        } finally {
            SlowFolder.goOn.countDown();
            started.thenAccept(Hub::close).join();
        }
    }

    @Test
    void aFolderThatMeetsAnErrorKeepsNobodyWaiting() throws Exception {
        Hub hub = new Hub(home, BrokenFolder.class);
        hub.save("routes/early.camel.yaml", serving("early", "here"));

        try (hub) {
            hub.start();

            assertThat(hub.get("/hooks/early").body()).isEqualTo("here");
            assertThat(hub.refused()).singleElement().asString().contains("LinkageError");
        }
    }

    private static Status readiness(ApplicationContext context) {
        return context.getBean(HealthEndpoint.class).healthForPath("ready").getStatus();
    }

    /** A live folder without a file; what happens when it is loaded is the test's. */
    private record Loading(String name, Runnable load) implements LiveFolder {

        @Override
        public Path folder() {
            return Path.of("routes");
        }

        @Override
        public String pattern() {
            return "nothing.yaml";
        }

        @Override
        public void apply(Map<Path, String> files) {
            load.run();
        }
    }

    /** Takes as long to load as the test likes. */
    // No @Configuration: every other hub of these tests would find it too.
    @ComponentScan("io.serai.websocket")
    @ConfigurationPropertiesScan("io.serai.websocket")
    static class SlowFolder {

        static CountDownLatch begun;
        static CountDownLatch goOn;
        static CompletableFuture<ApplicationContext> context;

        @EventListener
        void opened(WebServerInitializedEvent event) {
            context.complete(event.getApplicationContext());
        }

        @Bean
        LiveFolder slow() {
            return new Loading(
                    "slow",
                    () -> {
                        begun.countDown();
                        try {
                            goOn.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
        }
    }

    /** Lacks a class. */
    static class BrokenFolder {

        @Bean
        LiveFolder broken() {
            return new Loading(
                    "broken",
                    () -> {
                        throw new LinkageError("no such class");
                    });
        }
    }
}
