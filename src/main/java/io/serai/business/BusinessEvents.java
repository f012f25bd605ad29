package io.serai.business;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Event;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a business event must look like, whichever door it comes by. */
final class BusinessEvents {

    /** The CloudEvents source of all of them: the caller's ids are unique within it. */
    static final String SOURCE = "/systems/erp";

    /** Bytes of one, as it comes: it goes on to screens, webhooks and Kafka, which have bounds. */
    static final int LONGEST = 64 * 1024;

    private static final String PREFIX = "io.serai.";
    private static final Pattern ID = Pattern.compile("[!-~]{1,128}");
    private static final Pattern ORDER = Pattern.compile("[A-Za-z0-9-]{1,32}");
    private static final Pattern CUSTOMER = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** RFC 3339 has years of four digits, and readers know no others. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    /** XML and RFC 3339 have as many digits of a second as one likes, Java has nine. */
    private static final Pattern FINER = Pattern.compile("(\\.[0-9]{9})[0-9]+");

    /** With the prefix as much as the store keeps of a type. */
    private static final int LONGEST_TYPE = 64 - PREFIX.length();

    private static final Pattern TYPE =
            Pattern.compile("[a-z][a-z0-9-]{0,20}(\\.[a-z][a-z0-9-]{0,20}){1,2}");

    private static final Set<String> OWN =
            Set.of("message", "conversation", "customer", "contact", "channel", "agent");

    private final ZoneId zone;
    private final List<String> types;

    /**
     * @param zone what a time without a zone means
     * @param types which are taken, without {@code io.serai.}
     */
    BusinessEvents(ZoneId zone, List<String> types) {
        this.zone = zone;
        this.types = types;
    }

    /** Something in the event is not as it must be; the message names the field and the rule. */
    static final class BadEventException extends Exception {

        private static final long serialVersionUID = 1L;

        private final String rule;

        BadEventException(String rule) {
            super(rule);
            this.rule = rule;
        }

        String rule() {
            return rule;
        }
    }

    /**
     * @param type {@code order.paid} or {@code io.serai.order.paid}, and so on
     * @param data whatever belongs to it; {@code orderNo} is set, {@code customerCode} looked at
     */
    Event event(
            String id,
            String type,
            String order,
            @Nullable Instant time,
            @Nullable String traceparent,
            ObjectNode data,
            Instant now)
            throws BadEventException {
        must(ID, id, "id must be 1 to 128 visible ASCII characters");
        must(ORDER, order, "subject, the order number, must be 1 to 32 letters, digits or hyphens");
        JsonNode customer = data.path("customerCode");
        if (!customer.isMissingNode()) {
            must(
                    CUSTOMER,
                    customer.isTextual() ? customer.asText() : "",
                    "customerCode must be 1 to 64 letters, digits, - or _");
        }
        String known = type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type;
        if (!isTaken(known)) {
            throw new BadEventException("type must be one of " + String.join(", ", types));
        }
        if (known.length() > LONGEST_TYPE) {
            throw new BadEventException("type must have at most 55 characters");
        }
        data.put(known.startsWith("ticket.") ? "ticket" : "orderNo", order);
        return new Event(
                id, SOURCE, PREFIX + known, order, time == null ? now : time, traceparent, data);
    }

    /** The hub's own are never taken from outside, whatever pattern would fit. */
    private boolean isTaken(String type) {
        return TYPE.matcher(type).matches()
                && !OWN.contains(type.substring(0, type.indexOf('.')))
                && types.stream()
                        .anyMatch(
                                taken ->
                                        taken.equals(type)
                                                || (taken.endsWith("*")
                                                        && type.startsWith(
                                                                taken.substring(
                                                                        0, taken.length() - 1))));
    }

    private static void must(Pattern pattern, String text, String rule) throws BadEventException {
        if (!pattern.matcher(text).matches()) {
            throw new BadEventException(rule);
        }
    }

    /** An ISO time; one without a zone is the merchant's. */
    Instant time(String text) throws BadEventException {
        Instant time = parsed(FINER.matcher(text).replaceFirst("$1"));
        if (time == null || time.isBefore(FIRST) || !time.isBefore(END)) {
            throw new BadEventException("the time must be such as 2026-11-21T16:00:00+08:00");
        }
        return time;
    }

    private @Nullable Instant parsed(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            // Perhaps it has no zone.
        }
        try {
            return LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Reads what {@code direct:report-event} leaves: whether the event was known already. */
    static boolean duplicate(@Nullable Object left) {
        return Boolean.TRUE.equals(left);
    }
}
