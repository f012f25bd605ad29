package io.serai.gateway.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;
import io.serai.gateway.Answer;
import io.serai.gateway.Budget;
import io.serai.gateway.Reasons;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One question to several systems: {@code routes/systems/user.camel.yaml} says which are asked and
 * in which order, this asks on until one knows. A source is a route {@code
 * direct:user-source.<name>}; nothing else can be named.
 */
public final class UserSources {

    private static final Logger LOG = LoggerFactory.getLogger(UserSources.class);
    private static final String SOURCE = "source";
    private static final String ID = "serai-user-id";
    private static final String WANTED = "serai-user-wanted";
    private static final String ASKED = "serai-user-asked";
    private static final String BEST = "serai-user-best";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final String ROUTE = "direct:user-source.";
    private static final String SYSTEM = "user";

    /** For all sources together. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Clock clock;

    UserSources(Clock clock) {
        this.clock = clock;
    }

    /**
     * The body, {@code [source:]id} or a Map of {@code id} and perhaps {@code source}, becomes the
     * id. A named source is asked before all others.
     */
    public void ask(Exchange exchange) {
        Message message = exchange.getMessage();
        String id;
        String source = "";
        if (message.getBody() instanceof Map<?, ?> map) {
            id = map.get("id") == null ? "" : String.valueOf(map.get("id")).strip();
            source = map.get("source") == null ? "" : String.valueOf(map.get("source"));
        } else {
            id = Objects.requireNonNullElse(message.getBody(String.class), "").strip();
            int colon = id.indexOf(':');
            source = colon < 0 ? "" : id.substring(0, colon);
            id = id.substring(colon + 1);
        }
        Instant end = clock.instant().plus(PATIENCE);
        Instant deadline = exchange.getProperty(Budget.DEADLINE, Instant.class);
        if (deadline == null || deadline.isAfter(end)) {
            exchange.setProperty(Budget.DEADLINE, end);
        }
        exchange.setProperty(ID, id);
        exchange.setProperty(WANTED, source);
        exchange.setProperty(ASKED, new ArrayList<String>());
        exchange.removeProperty(BEST);
        message.removeHeaders("*");
        message.setBody(id);
    }

    /**
     * The exchange property {@code source} becomes the source that is asked next and the body the
     * id again; empty when one has answered or none is left. The exchange property {@code sources}
     * has their names, separated by commas, in their order.
     */
    public void next(Exchange exchange) {
        @SuppressWarnings("unchecked")
        List<String> asked = exchange.getProperty(ASKED, List.class);
        Message message = exchange.getMessage();
        exchange.setProperty(SOURCE, "");
        if (message.getBody() instanceof Answer answer) {
            exchange.setProperty(BEST, better(exchange.getProperty(BEST, Answer.class), answer));
            if (answer.data() != null) {
                return;
            }
        }
        boolean late =
                !clock.instant().isBefore(exchange.getProperty(Budget.DEADLINE, Instant.class));
        for (String source : sources(exchange)) {
            if (asked.contains(source)) {
                continue;
            }
            if (late && !asked.isEmpty()) {
                return;
            }
            asked.add(source);
            if (isThere(exchange, source)) {
                exchange.setProperty(SOURCE, source);
                message.setBody(exchange.getProperty(ID));
                return;
            }
            if (source.equals(exchange.getProperty(WANTED))) {
                exchange.setProperty(BEST, refusal("there is no source " + quoted(source)));
                return;
            }
            silent(exchange, source, "there is no route " + ROUTE + source);
        }
    }

    private static boolean isThere(Exchange exchange, String source) {
        return NAME.matcher(source).matches()
                && exchange.getContext().hasEndpoint(ROUTE + source) != null;
    }

    /** The route of a source failed: it may know, and the next one is asked. */
    public void failed(Exchange exchange) {
        silent(
                exchange,
                exchange.getProperty(SOURCE, String.class),
                Reasons.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
        exchange.getMessage().setBody(null);
    }

    private void silent(Exchange exchange, String source, String reason) {
        LOG.warn("{} is passed over as a source of users: {}", source, reason);
        Answer answer = new Answer(source, Answer.State.UNAVAILABLE, clock.instant(), null, reason);
        exchange.setProperty(BEST, better(exchange.getProperty(BEST, Answer.class), answer));
    }

    private static List<String> sources(Exchange exchange) {
        return Stream.concat(
                        Stream.of(exchange.getProperty(WANTED, "", String.class)),
                        Stream.of(exchange.getProperty("sources", "", String.class).split(",")))
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .distinct()
                .toList();
    }

    private static String quoted(String source) {
        return NAME.matcher(source).matches() ? source : "of that name";
    }

    /**
     * Known beats all; a source that could not be asked may know, so it beats one that does not.
     */
    private static Answer better(@Nullable Answer best, Answer answer) {
        return best == null || rank(answer) > rank(best) ? answer : best;
    }

    private static int rank(Answer answer) {
        if (answer.data() != null) {
            return 3;
        }
        if (answer.state() == Answer.State.UNAVAILABLE) {
            return 2;
        }
        return answer.error() == null ? 1 : 0;
    }

    /** Leaves the best answer; it says itself which system gave it. */
    public void answer(Exchange exchange) {
        Answer best = exchange.getProperty(BEST, Answer.class);
        exchange.getMessage().setBody(best == null ? refusal("no source is set for it") : best);
    }

    private Answer refusal(String words) {
        return new Answer(SYSTEM, Answer.State.FRESH, clock.instant(), null, words);
    }

    /**
     * Gives what a source knows the shape they share.
     *
     * @param shape such as {@code id=userid, name=last_name+first_name, phone=mobile}: names of
     *     ours and fields of theirs; a field below another is {@code outer.inner}, and {@code +}
     *     joins what is there of several
     */
    public void shape(Exchange exchange, String shape) {
        Answer answer = Objects.requireNonNull(exchange.getMessage().getBody(Answer.class));
        JsonNode data = answer.data();
        if (data == null) {
            return;
        }
        ObjectNode user = Json.MAPPER.createObjectNode().put("source", answer.system());
        for (String pair : shape.split(",")) {
            String[] sides = pair.strip().split("=", 2);
            String value =
                    Stream.of(sides[1].split("\\+"))
                            .map(it -> data.at("/" + it.strip().replace('.', '/')).asText(""))
                            .filter(it -> !it.isBlank() && !it.equals("null"))
                            .collect(Collectors.joining());
            if (!value.isEmpty()) {
                user.put(sides[0].strip(), value);
            }
        }
        exchange.getMessage()
                .setBody(
                        new Answer(
                                answer.system(),
                                answer.state(),
                                answer.asOf(),
                                user,
                                answer.error()));
    }
}
