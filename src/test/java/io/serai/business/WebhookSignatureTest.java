package io.serai.business;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/** Against signatures made by the reference library. */
class WebhookSignatureTest {

    @TestFactory
    Stream<DynamicTest> everySampleIsJudgedAsTheReferenceLibraryJudgesIt() throws Exception {
        JsonNode vectors =
                Json.MAPPER.readTree(
                        Files.readString(
                                Path.of("src/test/resources/vectors/standard-webhooks.json")));
        return Stream.concat(
                cases(vectors.path("samples"), true), cases(vectors.path("negative"), false));
    }

    @Test
    void whatTheHubSignsIsWhatTheReferenceLibrarySigns() throws Exception {
        JsonNode vectors =
                Json.MAPPER.readTree(
                        Files.readString(
                                Path.of("src/test/resources/vectors/standard-webhooks.json")));
        for (JsonNode vector : vectors.path("samples")) {
            JsonNode headers = vector.path("headers");
            String signed =
                    WebhookSignature.sign(
                            WebhookSignature.key(vector.path("secret").asText()),
                            headers.path("webhook-id").asText(),
                            headers.path("webhook-timestamp").asLong(),
                            vector.path("payload").asText().getBytes(StandardCharsets.UTF_8));

            assertThat(headers.path("webhook-signature").asText().split(" "))
                    .as(vector.path("name").asText())
                    .contains(signed);
        }
    }

    private static Stream<DynamicTest> cases(JsonNode vectors, boolean good) {
        return vectors.valueStream()
                .map(
                        vector ->
                                DynamicTest.dynamicTest(
                                        vector.path("name").asText(),
                                        () -> assertThat(verifies(vector)).isEqualTo(good)));
    }

    private static boolean verifies(JsonNode vector) {
        JsonNode headers = vector.path("headers");
        long now = vector.path("now").asLong(headers.path("webhook-timestamp").asLong(1762913640));
        WebhookSignature signature =
                new WebhookSignature(
                        List.of(vector.path("secret").asText()),
                        Clock.fixed(Instant.ofEpochSecond(now), ZoneOffset.UTC));
        return signature.verifies(
                headers.path("webhook-id").asText(null),
                headers.path("webhook-timestamp").asText(null),
                headers.path("webhook-signature").asText(null),
                vector.path("payload").asText().getBytes(StandardCharsets.UTF_8));
    }
}
