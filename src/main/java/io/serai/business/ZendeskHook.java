package io.serai.business;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.business.BusinessEvents.BadEventException;
import io.serai.event.Event;
import io.serai.event.Json;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bean behind {@code POST /hooks/zendesk/{account}}: verifies a webhook and makes it the
 * business event {@code io.serai.ticket.*}. An invocation that comes again is the same event again.
 *
 * <p>Both kinds of webhook are read: those subscribed to events, which say what happened, and those
 * of triggers, whose body its author designed and which must have a {@code ticket_id}.
 */
@Component("zendeskHook")
public class ZendeskHook {

    private static final Logger LOG = LoggerFactory.getLogger(ZendeskHook.class);
    private static final Marker STRANGER = MarkerFactory.getMarker("stranger");
    private static final String REFUSED = "serai-refused";
    private static final Pattern INVOCATION = Pattern.compile("[!-~]{1,128}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern TYPE = Pattern.compile("zen:event-type:ticket\\.([a-z_]{1,48})");

    private final ZendeskHookSettings settings;
    private final ZendeskSignature signatures;
    private final MeterRegistry meters;

    ZendeskHook(ZendeskHookSettings settings, MeterRegistry meters, Clock clock) {
        this.settings = settings;
        this.signatures = new ZendeskSignature(clock);
        this.meters = meters;
    }

    /**
     * The request becomes an {@link Event}; or nothing, if it is refused or not about a ticket. No
     * header stays.
     */
    public void read(Exchange exchange) {
        Message message = exchange.getMessage();
        String uri = message.getHeader(Exchange.HTTP_URI, "", String.class);
        String account = uri.substring(uri.lastIndexOf('/') + 1);
        String signature = message.getHeader("X-Zendesk-Webhook-Signature", String.class);
        String timestamp = message.getHeader("X-Zendesk-Webhook-Signature-Timestamp", String.class);
        String invocation = message.getHeader("X-Zendesk-Webhook-Invocation-Id", String.class);
        byte[] body = body(message);
        message.removeHeaders("*");
        message.setBody(null);
        ZendeskHookSettings.Account known = settings.zendesk().get(account);
        if (known == null) {
            refuse(exchange, 404, "there is no such account");
        } else if (body.length > BusinessEvents.LONGEST) {
            refuse(exchange, 413, "an event has at most 64 KiB");
        } else if (!signatures.verifies(
                        known.webhookSecret(), signature, timestamp, invocation, body)
                || !INVOCATION.matcher(String.valueOf(invocation)).matches()) {
            refuse(exchange, 401, "the signature, its timestamp or the invocation's id is wrong");
        } else {
            // Verified, and so there.
            Instant sent = Instant.parse(String.valueOf(timestamp));
            event(exchange, account, String.valueOf(invocation), sent, body);
        }
    }

    /** No more of it than tells that it is too long. */
    private static byte[] body(Message message) {
        try (InputStream body = message.getBody(InputStream.class)) {
            return body == null ? new byte[0] : body.readNBytes(BusinessEvents.LONGEST + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void event(
            Exchange exchange, String account, String invocation, Instant sent, byte[] body) {
        if (!(json(body) instanceof ObjectNode said)) {
            refuse(exchange, 400, "the body must be a JSON object");
            return;
        }
        String type = said.path("type").asText("");
        Matcher ticketType = TYPE.matcher(type);
        if (type.startsWith("zen:event-type:") && !ticketType.matches()) {
            count("ignored");
            return;
        }
        String ticket = ticket(said);
        if (!NUMBER.matcher(ticket).matches()) {
            refuse(exchange, 400, "ticket_id must be the number of a ticket");
            return;
        }
        String what = ticketType.matches() ? ticketType.group(1) : "updated";
        exchange.getMessage()
                .setBody(
                        new Event(
                                invocation,
                                "/systems/zendesk/" + account,
                                "io.serai.ticket." + what,
                                ticket,
                                time(said.path("time").asText(""), sent),
                                null,
                                data(account, ticket, said)));
    }

    private static String ticket(ObjectNode said) {
        for (JsonNode candidate : new JsonNode[] {said.at("/detail/id"), said.path("ticket_id")}) {
            if (!candidate.isMissingNode()) {
                return candidate.asText();
            }
        }
        return said.path("subject").asText("").replaceFirst("^zen:ticket:", "");
    }

    private static ObjectNode data(String account, String ticket, ObjectNode said) {
        ObjectNode data = Json.MAPPER.createObjectNode();
        data.put("system", "zendesk").put("account", account).put("ticketId", ticket);
        JsonNode detail = said.path("detail").isObject() ? said.path("detail") : said;
        Map.of(
                        "status", "status",
                        "subject", "subject",
                        "external_id", "externalId",
                        "requester_id", "requesterId",
                        "customerCode", "customerCode")
                .forEach(
                        (theirs, ours) -> {
                            if (detail.path(theirs).isValueNode() && detail.hasNonNull(theirs)) {
                                data.put(ours, detail.path(theirs).asText());
                            }
                        });
        data.set("said", said);
        return data;
    }

    /**
     * What does not say when it happened was sent then, by the clock of those that do say it: the
     * hub's own may be ahead.
     */
    private static Instant time(String text, Instant sent) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            return sent;
        }
    }

    private static @Nullable JsonNode json(byte[] body) {
        try {
            return FlatEvent.json(body);
        } catch (BadEventException e) {
            return null;
        }
    }

    private void refuse(Exchange exchange, int status, String why) {
        LOG.warn(STRANGER, "A Zendesk webhook was refused: {}", why);
        count("refused");
        exchange.setProperty(REFUSED, status);
    }

    /** Answers what became of it; the body is what {@code direct:report-event} left. */
    public void reply(Exchange exchange) {
        Object left = exchange.getMessage().getBody();
        Integer refused = exchange.getProperty(REFUSED, Integer.class);
        if (left instanceof Boolean duplicate) {
            count(duplicate ? "duplicate" : "accepted");
        }
        answer(exchange, refused == null ? 200 : refused);
    }

    /** It could not be kept: Zendesk sends it again. */
    public void fault(Exchange exchange) {
        LOG.error(
                "A Zendesk webhook could not be kept and was refused",
                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
        count("failed");
        answer(exchange, 503);
        exchange.getMessage().setHeader("Retry-After", "5");
    }

    private static void answer(Exchange exchange, int status) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody("{}");
    }

    private void count(String outcome) {
        meters.counter("serai.events.inbound", "door", "zendesk", "outcome", outcome).increment();
    }
}
