package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Looks at what the hub has, as a supervisor sees it. */
final class Audit {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubProcess hub;
    private final HttpClient http;
    private final String token;

    Audit(HubProcess hub, HttpClient http) throws Exception {
        this.hub = hub;
        this.http = http;
        JsonNode login =
                JSON.readTree(
                        http.send(
                                        HttpRequest.newBuilder(hub.hub("/api/v1/login"))
                                                .header("Content-Type", "application/json")
                                                .POST(
                                                        HttpRequest.BodyPublishers.ofString(
                                                                "{\"username\":\"supervisor\",\"password\":\"sandbox\"}"))
                                                .build(),
                                        BodyHandlers.ofString())
                                .body());
        this.token = login.path("token").asText();
    }

    void everyAcknowledgedMessageIsThereOnceAndInOrder(TalkingCustomer customer) throws Exception {
        List<JsonNode> messages = messages(customer.conversation);
        List<String> said = new ArrayList<>();
        for (JsonNode message : messages) {
            if (message.path("sender").path("kind").asText().equals("customer")) {
                said.add(message.path("clientId").asText());
            }
        }

        assertThat(messages.stream().map(it -> it.path("seq").asLong()))
                .as("seq has no gap")
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, messages.size()).boxed().toList());
        assertThat(said)
                .as("each message is there once, in the order it was sent")
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, said.size()).mapToObj(i -> "m" + i).toList());
        assertThat(said).hasSameSizeAs(customer.acknowledged.keySet());
        customer.acknowledged.forEach(
                (message, seq) -> {
                    JsonNode stored = messages.get(Math.toIntExact(seq - 1));
                    assertThat(stored.path("clientId").asText()).isEqualTo("m" + message);
                });
        Set<Long> seen = new HashSet<>(customer.told.keySet());
        assertThat(seen)
                .as("the customer was told all there is up to their cursor")
                .containsAll(LongStream.rangeClosed(1, customer.cursor()).boxed().toList());
    }

    void itIsAnsweredOrAssigned(TalkingCustomer customer) {
        await().untilAsserted(
                        () -> {
                            JsonNode owner = owner(customer.conversation);
                            if (owner.path("kind").asText().equals("bot")) {
                                List<JsonNode> messages = messages(customer.conversation);
                                assertThat(from(messages, "bot"))
                                        .as("the bot answers each message once")
                                        .isEqualTo(from(messages, "customer"));
                            } else {
                                assertThat(owner.path("kind").asText())
                                        .isIn("queue", "offer", "agent");
                            }
                        });
    }

    /** What the agent was told is taken stands there once. */
    void everyReplyThatWasTakenIsThereOnce(AnsweringAgent agent, String conversation)
            throws Exception {
        // First of all, since the agent may still be at the last ones.
        List<String> taken =
                agent.taken.stream().filter(it -> it.startsWith(conversation)).toList();
        List<String> replies = new ArrayList<>();
        for (JsonNode message : messages(conversation)) {
            if (message.path("sender").path("kind").asText().equals("agent")) {
                replies.add(message.path("clientId").asText());
            }
        }

        assertThat(replies).doesNotHaveDuplicates();
        assertThat(replies).containsAll(taken);
    }

    private static long from(List<JsonNode> messages, String kind) {
        return messages.stream()
                .filter(it -> it.path("sender").path("kind").asText().equals(kind))
                .count();
    }

    private JsonNode owner(String conversation) throws Exception {
        for (JsonNode found : get("/api/v1/conversations?owner=all")) {
            if (found.path("id").asText().equals(conversation)) {
                return found.path("owner");
            }
        }
        throw new AssertionError("The conversation " + conversation + " is gone");
    }

    private List<JsonNode> messages(String conversation) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page;
        do {
            page =
                    get(
                            "/api/v1/conversations/%s/messages?limit=200&after=%d"
                                    .formatted(conversation, all.size()));
            page.forEach(all::add);
        } while (page.size() == 200);
        return all;
    }

    private JsonNode get(String path) throws Exception {
        URI uri = hub.hub(path);
        var response =
                http.send(
                        HttpRequest.newBuilder(uri)
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofString());
        assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }
}
