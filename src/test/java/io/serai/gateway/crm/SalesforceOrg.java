package io.serai.gateway.crm;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.event.Json;
import io.serai.gateway.FakeSystem;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.gateway.Hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/**
 * Stands in for Salesforce: gives out tokens of which only the newest is good, and answers API
 * calls as it is told. Its samples are those of the recorded traffic.
 */
final class SalesforceOrg implements AutoCloseable {

    static final String CONTACT = "direct:system.salesforce.contact";
    static final String SAVE = "direct:system.salesforce.contact.save";
    static final JsonNode TRACES = traces();

    /** What it says of the contact 0035g00000FAKE1AAA. */
    static final String ZHANG =
            "{\"totalSize\":1,\"done\":true,\"records\":[{\"attributes\":{\"type\":\"Contact\"},"
                    + "\"Id\":\"0035g00000FAKE1AAA\",\"LastName\":\"张\"}]}";

    final FakeSystem server = new FakeSystem();
    final AtomicInteger tokens = new AtomicInteger();
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();

    SalesforceOrg() throws IOException {
        server.answers(this::answer);
    }

    private static JsonNode traces() {
        try {
            return Json.MAPPER.readTree(
                    Files.readString(
                            Path.of("src/test/resources/vectors/salesforce-camel-traces.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hub with this org as its Salesforce. */
    Hub hub(Map<String, String> more, MeterRegistry meters) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.salesforce.url", server.url());
        settings.put("serai.systems.salesforce.client-id", "3MVG9FAKE");
        settings.put("serai.systems.salesforce.client-secret", "FAKESECRET");
        settings.put("serai.systems.salesforce.api-version", "56.0");
        settings.putAll(more);
        return new Hub(
                List.of("routes/systems/salesforce.camel.yaml"),
                settings,
                (camel, clock) -> SalesforceBeans.bind(camel, settings, meters, clock));
    }

    /** What it answers to the next API calls, in this order. */
    SalesforceOrg then(Reply... next) {
        replies.addAll(List.of(next));
        return this;
    }

    /** A recorded answer. */
    static Reply sample(int status, String name) {
        return Reply.json(status, TRACES.path("responseSamples").path(name).toString());
    }

    /** The recorded request with this method whose URL has this in it. */
    static JsonNode trace(String method, String part) {
        return StreamSupport.stream(TRACES.path("requests").spliterator(), false)
                .filter(it -> it.path("method").asText().equals(method))
                .filter(it -> it.path("url").asText().contains(part))
                .findFirst()
                .orElseThrow();
    }

    /** Every token given so far is no longer good. */
    void expire() {
        tokens.incrementAndGet();
    }

    private Reply answer(Asked request) {
        if (request.uri().equals("/services/oauth2/token")) {
            return token(tokens.incrementAndGet());
        }
        if (request.uri().startsWith("/services/oauth2/revoke")) {
            return Reply.json(200, "{}");
        }
        String good = "Bearer 00D5g000000FAKE!AQ" + tokens.get();
        if (!good.equals(request.headers().get("Authorization"))) {
            return sample(401, "sessionExpired401");
        }
        Reply reply = replies.poll();
        return reply == null ? Reply.json(500, "[]") : reply;
    }

    private Reply token(int number) {
        return Reply.json(
                200,
                TRACES.path("responseSamples")
                        .path("token")
                        .toString()
                        .replace("http://127.0.0.1:18080", server.url())
                        .replace("!AQ1", "!AQ" + number));
    }

    List<Asked> calls() {
        return server.asked.stream().filter(it -> it.uri().startsWith("/services/data")).toList();
    }

    List<Asked> logins() {
        return server.asked.stream().filter(it -> it.uri().endsWith("/token")).toList();
    }

    @Override
    public void close() {
        server.close();
    }
}
