package io.serai.command;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.gateway.Budget;
import io.serai.gateway.BusyException;
import io.serai.gateway.Effect;
import io.serai.gateway.TurnedAwayException;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.Map;

/** Makes one call, by the routes in {@code routes/systems}, and says what became of it. */
@Component
class CommandCall {

    private static final Logger LOG = LoggerFactory.getLogger(CommandCall.class);
    private static final int LONGEST_REASON = 300;

    private final ProducerTemplate routes;

    CommandCall(ProducerTemplate routes) {
        this.routes = routes;
    }

    /**
     * False while the hub starts: Camel would turn a call away, as if nobody knew of its effect.
     */
    boolean isPossible() {
        return routes.getCamelContext().isStarted();
    }

    Verdict send(Command command, Instant deadline) {
        Exchange reply =
                routes.request(
                        "direct:system." + command.operation(),
                        exchange -> {
                            exchange.setProperty(Budget.DEADLINE, deadline);
                            exchange.getMessage()
                                    .setBody(
                                            Json.MAPPER.convertValue(command.payload(), Map.class));
                        });
        Exception failure = reply.getException();
        if (failure != null) {
            return failed(command, failure, Effect.of(reply));
        }
        JsonNode answer = reply.getMessage().getBody(JsonNode.class);
        String reference = answer == null ? "" : answer.path("returnNo").asText("");
        return reference.isEmpty() || reference.length() > 64
                ? new Verdict.Unknown("Its answer has no number of a return")
                : new Verdict.Accepted(reference);
    }

    private static Verdict failed(Command command, Exception failure, Effect effect) {
        LOG.warn(
                "Return request {} by {}: {} ({})",
                command.id(),
                command.operation(),
                effect,
                failure.getClass().getSimpleName());
        return switch (effect) {
            case NONE -> new Verdict.NotMade(whyNotMade(failure));
            case REFUSED ->
                    new Verdict.Refused(shortened("It was refused: " + failure.getMessage()));
            case UNKNOWN -> new Verdict.Unknown("It did not say whether it has it");
        };
    }

    /** The system is well where it, or the hub for its sake, only takes no more calls for now. */
    private static String whyNotMade(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TurnedAwayException || cause instanceof BusyException) {
                return "It takes no more calls for now";
            }
        }
        return "It cannot be reached";
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON);
    }
}
