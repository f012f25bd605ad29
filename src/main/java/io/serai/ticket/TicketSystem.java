package io.serai.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;
import io.serai.gateway.Budget;
import io.serai.gateway.Effect;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** Zendesk, by the routes in {@code routes/systems}. */
@Component
class TicketSystem {

    private static final Logger LOG = LoggerFactory.getLogger(TicketSystem.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ProducerTemplate routes;

    TicketSystem(ProducerTemplate routes) {
        this.routes = routes;
    }

    /** What became of a call. */
    sealed interface Outcome {

        /** For the metric. */
        default String name() {
            return getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
        }

        /**
         * It has it.
         *
         * @param number the ticket's there, null if that is known already
         */
        record Kept(@Nullable String number) implements Outcome {}

        /** It does not want it. */
        record Refused(String reason) implements Outcome {}

        /**
         * Once more, later.
         *
         * @param untold true if it certainly does not have it, false if nobody knows
         */
        record Later(boolean untold) implements Outcome {}
    }

    private static final class Failed extends Exception {

        private static final long serialVersionUID = 1L;

        private final Exception why;
        private final Effect effect;

        Failed(Exception why, Effect effect) {
            super(why);
            this.why = why;
            this.effect = effect;
        }
    }

    /**
     * False while the hub starts: Camel would turn a call away, as if nobody knew of its effect.
     */
    boolean isPossible() {
        return routes.getCamelContext().isStarted();
    }

    /** Tells it; first looks whether it was told, if that was begun before. */
    Outcome tell(Ticket ticket, TicketSender.Row row, TicketRows rows, Instant now) {
        try {
            return switch (row.action()) {
                case "create" -> create(ticket, row, now);
                case "comment" -> comment(ticket, row, rows, now);
                default -> change(ticket, row, now);
            };
        } catch (Failed e) {
            if (e.effect == Effect.REFUSED) {
                LOG.warn("Ticket {} is refused by {}", ticket.number(), ticket.keptIn());
                return new Outcome.Refused("It was refused there: " + e.why.getMessage());
            }
            return later(ticket, e.why, e.effect == Effect.NONE);
        } catch (RuntimeException e) {
            return later(ticket, e, false);
        }
    }

    private static Outcome later(Ticket ticket, Exception failure, boolean untold) {
        LOG.warn(
                "Ticket {} could not be handed to {}, once more later: {}",
                ticket.number(),
                ticket.keptIn(),
                failure.getClass().getSimpleName());
        return new Outcome.Later(untold);
    }

    private Outcome create(Ticket ticket, TicketSender.Row row, Instant now) throws Failed {
        if (ticket.external() != null) {
            return new Outcome.Kept(null);
        }
        if (row.attempts() > 0) {
            JsonNode found = ask("direct:system.zendesk.tickets.by-external-id", ticket.id(), now);
            if (found != null && found.path(0).hasNonNull("id")) {
                return new Outcome.Kept(found.path(0).path("id").asText());
            }
        }
        Map<String, Object> body = body(row);
        body.put("idempotencyKey", ticket.id());
        JsonNode made = ask("direct:system.zendesk.ticket.create", body, now);
        if (made == null || !made.hasNonNull("id")) {
            throw new IllegalStateException("an answer without the ticket's number");
        }
        return new Outcome.Kept(made.path("id").asText());
    }

    private Outcome change(Ticket ticket, TicketSender.Row row, Instant now) throws Failed {
        if (ticket.external() == null) {
            // Why not was said when it was to be created.
            return new Outcome.Refused(
                    Objects.requireNonNullElse(ticket.reason(), "It is not there"));
        }
        Map<String, Object> body = body(row);
        body.put("id", ticket.external());
        ask("direct:system.zendesk.ticket.update", body, now);
        return new Outcome.Kept(null);
    }

    /** The one change that is not the same when it is made twice. */
    private Outcome comment(Ticket ticket, TicketSender.Row row, TicketRows rows, Instant now)
            throws Failed {
        if (ticket.external() != null && row.attempts() > 0) {
            JsonNode there =
                    ask("direct:system.zendesk.ticket.comments.call", ticket.external(), now);
            String said = Json.read(row.body(), JsonNode.class).at("/comment/body").asText();
            // The same may have been said before: it is there if it is there once more.
            if (there != null
                    && there.valueStream()
                                    .filter(it -> it.path("body").asText().equals(said))
                                    .count()
                            > rows.known(row.ticket(), said, row.body())) {
                return new Outcome.Kept(null);
            }
        }
        return change(ticket, row, now);
    }

    private @Nullable JsonNode ask(String route, Object body, Instant now) throws Failed {
        Exchange reply =
                routes.request(
                        route,
                        exchange -> {
                            exchange.setProperty(Budget.DEADLINE, now.plus(PATIENCE));
                            exchange.getMessage().setBody(body);
                        });
        if (reply.getException() != null) {
            throw new Failed(reply.getException(), Effect.of(reply));
        }
        return reply.getMessage().getBody(JsonNode.class);
    }

    private static Map<String, Object> body(TicketSender.Row row) {
        ObjectNode json = Json.read(row.body(), ObjectNode.class);
        return Json.MAPPER.convertValue(
                json, new com.fasterxml.jackson.core.type.TypeReference<Map<String, Object>>() {});
    }
}
