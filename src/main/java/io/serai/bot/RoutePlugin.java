package io.serai.bot;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Content;
import io.serai.event.Json;
import io.serai.event.Utterance;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A plugin written as a route from {@code direct:bot.<name>}. The route is given the turn as a map
 * and returns a map, or its JSON: {@code intent}, {@code confidence}, {@code reply} and/or {@code
 * handOver}, {@code memory}. Whatever has no {@code confidence} is no proposal, so a route may
 * simply leave the body as it came.
 */
final class RoutePlugin implements BotPlugin {

    private final String name;
    private final ProducerTemplate routes;

    RoutePlugin(String name, ProducerTemplate routes) {
        this.name = name;
        this.routes = routes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<Proposal> propose(Turn turn) {
        return read(ask(turn));
    }

    private @Nullable Object ask(Turn turn) {
        try {
            return routes.requestBody("direct:bot." + name, view(turn));
        } catch (CamelExecutionException e) {
            if (e.getCause() instanceof DirectConsumerNotAvailableException) {
                throw new PluginFault(
                        "there is no bean of that name and no route from direct:bot."
                                + name
                                + ": add one, or take it out of serai.bot.plugins");
            }
            throw e;
        }
    }

    /** What a route sees: flat where it can be, for Simple and JSONPath. */
    private static Map<String, Object> view(Turn turn) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("text", turn.text());
        view.put("language", turn.language());
        view.put("channel", turn.address().channel());
        view.put("account", turn.address().account());
        view.put("user", turn.address().user());
        view.put("conversation", turn.message().conversation());
        view.put("seq", turn.message().seq());
        view.put("content", Json.MAPPER.convertValue(turn.message().content(), Map.class));
        view.put("profile", turn.profile());
        view.put("memory", turn.memory());
        view.put("misses", turn.misses());
        view.put("deadline", turn.deadline().toString());
        return view;
    }

    private Optional<Proposal> read(@Nullable Object answer) {
        return switch (answer) {
            case null -> Optional.empty();
            case Proposal proposal -> Optional.of(proposal);
            case Map<?, ?> map -> proposal(Json.MAPPER.valueToTree(map));
            case JsonNode node -> proposal(node);
            case String json -> json.isBlank() ? Optional.empty() : proposal(parsed(json));
            default ->
                    throw new PluginFault(
                            "the route returned a "
                                    + answer.getClass().getSimpleName()
                                    + ": return a map, its JSON or nothing");
        };
    }

    private static JsonNode parsed(String json) {
        try {
            return Json.read(json, JsonNode.class);
        } catch (IllegalArgumentException e) {
            throw new PluginFault("the route returned text that is no JSON: " + e.getMessage());
        }
    }

    private Optional<Proposal> proposal(JsonNode node) {
        if (!node.hasNonNull("confidence")) {
            return Optional.empty();
        }
        double confidence = node.get("confidence").asDouble(-1);
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new PluginFault("confidence must be a number from 0 to 1");
        }
        List<Content> replies = replies(node.path("reply"));
        HandOver handOver = handOver(node.path("handOver"));
        if (replies.isEmpty() && handOver == null) {
            throw new PluginFault("a proposal must have reply or handOver");
        }
        String intent = node.path("intent").asText("");
        return Optional.of(
                new Proposal(
                        intent.isBlank() ? name : intent,
                        confidence,
                        replies,
                        handOver,
                        memory(node.path("memory"))));
    }

    private static List<Content> replies(JsonNode reply) {
        List<Content> replies = new ArrayList<>();
        for (JsonNode each : reply.isArray() ? reply : List.of(reply)) {
            if (each.isTextual() && !each.asText().isBlank()) {
                replies.add(new Content.Text(each.asText()));
            } else if (each.isObject()) {
                replies.add(content(each));
            } else if (!each.isMissingNode() && !each.isNull() && !each.isTextual()) {
                throw new PluginFault("reply must be text, a content object or a list of them");
            }
        }
        return replies;
    }

    private static Content content(JsonNode node) {
        try {
            return Utterance.of(node);
        } catch (IllegalArgumentException e) {
            throw new PluginFault("reply holds an object that nobody can say: " + e.getMessage());
        }
    }

    private static @Nullable HandOver handOver(JsonNode node) {
        if (node.isObject()) {
            String skill = node.path("skill").asText("");
            return new HandOver(
                    node.path("reason").asText(HandOver.ASKED), skill.isBlank() ? null : skill);
        }
        if (node.isTextual() && !node.asText().isBlank()) {
            return new HandOver(node.asText(), null);
        }
        return node.asBoolean(false) ? new HandOver(HandOver.ASKED, null) : null;
    }

    private static Map<String, String> memory(JsonNode node) {
        Map<String, String> memory = new LinkedHashMap<>();
        node.properties().forEach(note -> memory.put(note.getKey(), note.getValue().asText()));
        return memory;
    }
}
