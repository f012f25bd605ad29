package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.gateway.Answers.Terms;
import io.serai.gateway.BatchAnswers.Call;

import org.apache.camel.Exchange;
import org.springframework.boot.convert.DurationStyle;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The bean behind {@code cached-answers-action}, and what a call for many keys needs around it. */
public final class BatchStep {

    /** The entry of the body that says what is asked for. */
    private static final String KEYS = "keys";

    private static final int MOST_KEYS = 100;

    private final BatchAnswers answers;
    private final Clock clock;

    BatchStep(BatchAnswers answers, Clock clock) {
        this.answers = answers;
        this.clock = clock;
    }

    /**
     * Puts a Map with an {@link Answer} for each key to the message's body, a Map of {@code keys}
     * (at most 100) and arguments, in its place. A key that cannot be one is answered here and not
     * sent.
     *
     * @param system the system's name in the settings
     * @param call the endpoint that asks it; gets a Map of keys and arguments, leaves a JSON object
     *     by key
     * @param keysName the name of the keys in what the endpoint gets
     * @param ttl how long an answer is used again
     * @param missTtl the same for "there is no such thing"
     * @param revalidateFor how long after that it is still given at once while it is renewed
     * @param staleFor how long the last answer stands in for a system that fails
     * @param patience the longest to wait; less if the exchange's {@link Budget#DEADLINE} says so
     */
    public void answers(
            Exchange exchange,
            String system,
            String call,
            String keysName,
            String ttl,
            String missTtl,
            String revalidateFor,
            String staleFor,
            String patience) {
        Map<?, ?> body = exchange.getMessage().getBody(Map.class);
        if (body == null || !(body.get(KEYS) instanceof List<?> keys) || keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException(
                    "the body must be a Map with a list of at most " + MOST_KEYS + " keys");
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        body.forEach((name, value) -> arguments.put(String.valueOf(name), value));
        arguments.remove(KEYS);
        Set<String> sent = new LinkedHashSet<>();
        Map<String, Answer> given = new LinkedHashMap<>();
        for (Object key : keys) {
            if (key instanceof String text && Keys.isCustomer(text)) {
                sent.add(text);
            } else {
                given.put(String.valueOf(key), refused(system));
            }
        }
        Terms terms =
                new Terms(
                        DurationStyle.detectAndParse(ttl),
                        DurationStyle.detectAndParse(missTtl),
                        DurationStyle.detectAndParse(revalidateFor),
                        DurationStyle.detectAndParse(staleFor),
                        DurationStyle.detectAndParse(patience));
        given.putAll(
                answers.answers(
                        new Call(system, call, keysName, arguments, Budget.caller(exchange)),
                        sent,
                        terms,
                        Budget.left(exchange, terms.patience(), clock)));
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(given);
    }

    private Answer refused(String system) {
        return new Answer(
                system,
                Answer.State.FRESH,
                clock.instant(),
                null,
                "a key has letters, digits, - and _, at most 64");
    }

    /**
     * Makes an array an object that has, for each key asked for, the array of its elements, empty
     * if none came.
     *
     * @param field where an element has the key it belongs to
     */
    public void group(Exchange exchange, String field) {
        ObjectNode byKey = JsonNodeFactory.instance.objectNode();
        keys(exchange).forEach(key -> byKey.putArray(String.valueOf(key)));
        for (JsonNode element : elements(exchange)) {
            if (byKey.get(key(element, field)) instanceof ArrayNode its) {
                its.add(element);
            }
        }
        exchange.getMessage().setBody(byKey);
    }

    /**
     * Makes an array an object that has, for each key of an element, that element.
     *
     * @param field where an element has its key
     */
    public void index(Exchange exchange, String field) {
        ObjectNode byKey = JsonNodeFactory.instance.objectNode();
        for (JsonNode element : elements(exchange)) {
            if (!element.isNull()) {
                byKey.set(key(element, field), element);
            }
        }
        exchange.getMessage().setBody(byKey);
    }

    private static List<?> keys(Exchange exchange) {
        List<?> keys = exchange.getProperty(BatchAnswers.KEYS, List.class);
        return keys == null ? List.of() : keys;
    }

    private static ArrayNode elements(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof ArrayNode elements) {
            return elements;
        }
        throw new ContractException("its answer is not a list");
    }

    private static String key(JsonNode element, String field) {
        JsonNode key = element.get(field);
        if (key == null || !key.isValueNode() || key.isNull()) {
            throw new ContractException("an element of its answer has no " + field);
        }
        return key.asText();
    }
}
