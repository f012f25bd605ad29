package io.serai.trace;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;

/**
 * Takes OTLP over HTTP as a collector does, and reads it by the numbers of its fields
 * (opentelemetry/proto/trace/v1/trace.proto).
 */
final class Collector implements AutoCloseable {

    /** Everything that came, as it was on the wire. */
    final List<String> raw = new CopyOnWriteArrayList<>();

    final List<Span> spans = new CopyOnWriteArrayList<>();
    final List<String> keys = new CopyOnWriteArrayList<>();

    /** What is answered. */
    volatile int status = 200;

    /** Waited for before anything is taken. */
    volatile CountDownLatch open = new CountDownLatch(0);

    private final HttpServer server;

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /**
     * @param kind 1 internal, 2 server, 3 client
     * @param failed whether its status is an error
     */
    record Span(
            String trace,
            String id,
            String parent,
            String name,
            int kind,
            Map<String, String> attributes,
            boolean failed) {}

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
    }

    Optional<Span> named(String name) {
        return spans.stream().filter(span -> span.name.equals(name)).findFirst();
    }

    private void take(HttpExchange exchange) throws IOException {
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
        boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Key")));
        InputStream body = exchange.getRequestBody();
        byte[] bytes = (packed ? new GZIPInputStream(body) : body).readAllBytes();
        if (status == 200) {
            raw.add(new String(bytes, StandardCharsets.UTF_8));
            for (UnknownFieldSet resource : all(UnknownFieldSet.parseFrom(bytes), 1)) {
                for (UnknownFieldSet scope : all(resource, 2)) {
                    for (UnknownFieldSet span : all(scope, 2)) {
                        spans.add(span(span));
                    }
                }
            }
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static Span span(UnknownFieldSet span) throws IOException {
        Map<String, String> attributes = new HashMap<>();
        for (UnknownFieldSet attribute : all(span, 9)) {
            UnknownFieldSet value = all(attribute, 2).getFirst();
            attributes.put(
                    text(attribute, 1),
                    value.hasField(3)
                            ? value.getField(3).getVarintList().getFirst().toString()
                            : text(value, 1));
        }
        List<UnknownFieldSet> status = all(span, 15);
        return new Span(
                hex(span, 1),
                hex(span, 2),
                hex(span, 4),
                text(span, 5),
                span.getField(6).getVarintList().getFirst().intValue(),
                attributes,
                !status.isEmpty() && status.getFirst().getField(3).getVarintList().contains(2L));
    }

    private static List<UnknownFieldSet> all(UnknownFieldSet within, int field) throws IOException {
        List<UnknownFieldSet> found = new ArrayList<>();
        for (ByteString bytes : within.getField(field).getLengthDelimitedList()) {
            found.add(UnknownFieldSet.parseFrom(bytes));
        }
        return found;
    }

    private static String text(UnknownFieldSet within, int field) {
        List<ByteString> found = within.getField(field).getLengthDelimitedList();
        return found.isEmpty() ? "" : found.getFirst().toStringUtf8();
    }

    private static String hex(UnknownFieldSet within, int field) {
        List<ByteString> found = within.getField(field).getLengthDelimitedList();
        return found.isEmpty() ? "" : HexFormat.of().formatHex(found.getFirst().toByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
