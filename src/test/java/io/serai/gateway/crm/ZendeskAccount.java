package io.serai.gateway.crm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.gateway.FakeSystem;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.gateway.Hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Stands in for Zendesk: answers what was recorded, to the requests it was recorded for. */
final class ZendeskAccount implements AutoCloseable {

    final FakeSystem server = new FakeSystem();
    private final JsonNode traces =
            Json.MAPPER
                    .readTree(
                            Files.readString(
                                    Path.of("src/test/resources/vectors/zendesk-rest-traces.json")))
                    .path("requests");

    ZendeskAccount() throws IOException {
        server.answers(this::recorded);
    }

    /** The hub with this account as its Zendesk, and its API token. */
    Hub hub() throws Exception {
        return hub(
                Map.of(
                        "auth", "basic",
                        "username", "agent@example.cn/token",
                        "password", "APITOKENFAKE"));
    }

    Hub hub(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.zendesk.url", server.url());
        more.forEach((key, value) -> settings.put("serai.systems.zendesk." + key, value));
        return new Hub("routes/systems/zendesk.camel.yaml", settings);
    }

    /** The recorded answer to the same request. */
    Reply recorded(Asked request) {
        JsonNode trace =
                StreamSupport.stream(traces.spliterator(), false)
                        .filter(it -> it.path("method").asText().equals(request.method()))
                        .filter(it -> same(it.path("url").asText(), request.uri()))
                        .filter(it -> it.path("body").asText().isEmpty() || body(it, request))
                        .findFirst()
                        .orElse(null);
        if (trace == null) {
            return Reply.json(500, "{\"error\":\"not recorded\"}");
        }
        assertThat(request.headers())
                .containsEntry("authorization", trace.at("/headers/authorization").asText());
        JsonNode response = trace.path("response");
        JsonNode body = response.path("body");
        Reply reply =
                Reply.of(
                        response.path("status").asInt(),
                        response.at("/headers/Content-Type").asText(),
                        body.isTextual() ? body.asText() : body.toString());
        for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
            reply = reply.with(header.getKey(), header.getValue().asText());
        }
        return reply;
    }

    private static boolean same(String recorded, String uri) {
        URI one = URI.create(recorded);
        URI other = URI.create(uri);
        return one.getPath().equals(other.getPath())
                && String.valueOf(one.getQuery()).equals(String.valueOf(other.getQuery()));
    }

    private static boolean body(JsonNode trace, Asked request) {
        try {
            return Json.MAPPER
                    .readTree(trace.path("body").asText())
                    .equals(Json.MAPPER.readTree(request.body()));
        } catch (IOException e) {
            return false;
        }
    }

    /** What another's client sent with this in it. */
    JsonNode fields(String method, String part, String envelope) throws Exception {
        JsonNode trace =
                StreamSupport.stream(traces.spliterator(), false)
                        .filter(it -> it.path("method").asText().equals(method))
                        .filter(it -> it.path("body").asText().contains(part))
                        .findFirst()
                        .orElseThrow();
        return Json.MAPPER.readTree(trace.path("body").asText()).path(envelope);
    }

    @Override
    public void close() {
        server.close();
    }
}
