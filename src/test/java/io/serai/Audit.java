package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Looks at what the hub has, as a supervisor sees it. */
final class Audit {

    private final Caller supervisor;

    Audit(HubProcess hub) {
        supervisor = Caller.staff(hub, "supervisor");
    }

    void everyAcknowledgedMessageIsThereOnceAndInOrder(TalkingCustomer customer) {
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
    void everyReplyThatWasTakenIsThereOnce(AnsweringAgent agent, String conversation) {
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

    private JsonNode owner(String conversation) {
        for (JsonNode found : supervisor.get("/api/v1/conversations?owner=all")) {
            if (found.path("id").asText().equals(conversation)) {
                return found.path("owner");
            }
        }
        throw new AssertionError("The conversation " + conversation + " is gone");
    }

    private List<JsonNode> messages(String conversation) {
        List<JsonNode> all = new ArrayList<>();
        JsonNode page;
        do {
            page =
                    supervisor.get(
                            "/api/v1/conversations/%s/messages?limit=200&after=%d"
                                    .formatted(conversation, all.size()));
            page.forEach(all::add);
        } while (page.size() == 200);
        return all;
    }
}
