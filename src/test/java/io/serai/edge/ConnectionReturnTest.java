package io.serai.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A connection is given back in its own I/O thread, whichever thread answered. */
class ConnectionReturnTest {

    private final BlockingQueue<Boolean> givenBackInIoThread = new LinkedBlockingQueue<>();

    @Test
    void aConnectionIsGivenBackInItsIoThreadAndUsedAgain() throws Exception {
        ConnectionReturn door =
                new ConnectionReturn(
                        exchange -> exchange.dispatch(ConnectionReturnTest::answerAsAServletDoes));
        Undertow server =
                Undertow.builder()
                        .addHttpListener(0, "127.0.0.1")
                        .setHandler(
                                exchange -> {
                                    // The first that is added is the last that is told.
                                    exchange.addExchangeCompleteListener(
                                            (done, rest) -> {
                                                givenBackInIoThread.add(done.isInIoThread());
                                                rest.proceed();
                                            });
                                    door.handleRequest(exchange);
                                })
                        .build();
        server.start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            InetSocketAddress address =
                    (InetSocketAddress) server.getListenerInfo().getFirst().getAddress();
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort()))
                            .version(HttpClient.Version.HTTP_1_1)
                            .build();
            String first = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            String second = client.send(request, HttpResponse.BodyHandlers.ofString()).body();

            assertThat(second).as("the same connection").isEqualTo(first);
            assertThat(givenBackInIoThread.poll(10, TimeUnit.SECONDS)).isTrue();
            assertThat(givenBackInIoThread.poll(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            server.stop();
        }
    }

    private static void answerAsAServletDoes(HttpServerExchange exchange) throws IOException {
        exchange.startBlocking();
        String port = String.valueOf(exchange.getSourceAddress().getPort());
        exchange.getOutputStream().write(port.getBytes(StandardCharsets.US_ASCII));
        exchange.endExchange();
    }
}
