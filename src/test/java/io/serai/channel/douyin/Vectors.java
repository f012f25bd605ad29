package io.serai.channel.douyin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What others' implementations made: signed webhooks and recorded API calls. */
final class Vectors {

    private static final JsonNode WEBHOOKS = load("douyin-webhook.json");
    static final JsonNode TRACES = load("douyin-openapi-traces.json");

    private Vectors() {}

    record Sample(String name, JsonNode expect, String body, JsonNode headers) {

        byte[] bytes() {
            return body.getBytes(StandardCharsets.UTF_8);
        }

        boolean expects(String word) {
            return expect.asText().equals(word);
        }

        @Nullable String header(String header) {
            return headers.hasNonNull(header) ? headers.get(header).textValue() : null;
        }

        String signature() {
            return headers.get("X-Douyin-Signature").textValue();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static DouyinAccount account() {
        return account(URI.create("http://localhost:1"), "");
    }

    static DouyinAccount account(URI api, String tokenFile) {
        JsonNode app = WEBHOOKS.get("app");
        return new DouyinAccount(
                app.get("client_key").textValue(),
                app.get("client_secret").textValue(),
                api,
                app.get("operatorOpenId").textValue(),
                "rft.FAKE",
                tokenFile);
    }

    static Stream<Sample> samples() {
        return of("samples");
    }

    /** Without the one that only describes an attack; it is a test of its own. */
    static Stream<Sample> negatives() {
        return of("negative").filter(sample -> !sample.name().equals("length-extension"));
    }

    static Sample sample(String name) {
        return named(samples(), name);
    }

    static Sample negative(String name) {
        return named(negatives(), name);
    }

    private static Sample named(Stream<Sample> samples, String name) {
        return samples.filter(sample -> sample.name().equals(name)).findFirst().orElseThrow();
    }

    private static Stream<Sample> of(String list) {
        return StreamSupport.stream(WEBHOOKS.get(list).spliterator(), false)
                .map(
                        node ->
                                new Sample(
                                        node.get("name").textValue(),
                                        node.get("expect"),
                                        node.path("body").asText(),
                                        node.path("headers")));
    }

    private static JsonNode load(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
