package io.serai.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.serai.SettableClock;
import io.serai.event.Types;
import io.serai.store.OpenStore;
import io.serai.store.Page;
import io.serai.store.Unit;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.util.ImmediateInstanceFactory;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xnio.Options;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;

/** One exports at a time, and nobody who has gone to sleep over it. */
class ExportTurnTest {

    /** More than the buffers between hub and reader hold. */
    private static final int EVENTS = 3_000;

    private final SettableClock clock = new SettableClock();
    private final HttpClient client = HttpClient.newHttpClient();
    @TempDir private Path folder;
    private OpenStore store;
    private Undertow server;
    private InetSocketAddress address;

    @BeforeEach
    void open() throws Exception {
        store = new OpenStore("jdbc:h2:file:" + folder.resolve("serai"), "serai");
        store.ledger().commitNow(Unit.of(this::events));
        ExportSettings settings =
                new ExportSettings(
                        "", ZoneOffset.UTC, Duration.ZERO, Duration.ZERO, 1, false, false);
        DeploymentManager deployment =
                Servlets.defaultContainer()
                        .addDeployment(
                                deployment(
                                        new ExportApi(
                                                new Export(store.source(), settings),
                                                settings,
                                                clock)));
        deployment.deploy();
        server =
                Undertow.builder()
                        .addHttpListener(0, "127.0.0.1")
                        .setSocketOption(Options.SEND_BUFFER, 4_096)
                        .setHandler(deployment.start())
                        .build();
        server.start();
        address = (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
    }

    @AfterEach
    void close() {
        client.close();
        server.stop();
        store.close();
    }

    @Test
    void whoTakesNothingForAMinuteLosesTheTurnToWhoComesNext() throws Exception {
        try (Socket asleep = new Socket()) {
            asleep.setReceiveBufferSize(4_096);
            asleep.connect(address);
            asleep.getOutputStream()
                    .write(
                            "GET / HTTP/1.1\r\nHost: hub\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> export().statusCode() == 503);

            clock.advance(Duration.ofSeconds(59));
            assertThat(export().statusCode()).as("still within its minute").isEqualTo(503);

            await().until(
                            () -> {
                                clock.advance(Duration.ofMinutes(1));
                                return export().statusCode() == 200;
                            });
            assertThat(export().body().lines().count()).isEqualTo(EVENTS + 1L);
        }
    }

    private HttpResponse<String> export() throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort())).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private boolean events(Page page) {
        for (int i = 0; i < EVENTS; i++) {
            page.record(
                    "/systems/erp",
                    Types.ORDER_PAID,
                    "E1",
                    JsonNodeFactory.instance.objectNode(),
                    null,
                    clock.instant());
        }
        return true;
    }

    private static DeploymentInfo deployment(ExportApi api) {
        HttpServlet servlet =
                new HttpServlet() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected void doGet(HttpServletRequest request, HttpServletResponse response)
                            throws IOException {
                        api.export(() -> "mei", "2026-11-21", "events", asAdmin(request), response);
                    }
                };
        return Servlets.deployment()
                .setClassLoader(ExportTurnTest.class.getClassLoader())
                .setDeploymentName("export")
                .setContextPath("/")
                .addServlet(
                        Servlets.servlet(
                                        "export",
                                        servlet.getClass(),
                                        new ImmediateInstanceFactory<>(servlet))
                                .addMapping("/"));
    }

    private static HttpServletRequest asAdmin(HttpServletRequest request) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public boolean isUserInRole(String role) {
                return true;
            }
        };
    }
}
