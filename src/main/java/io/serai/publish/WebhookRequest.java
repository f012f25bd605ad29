package io.serai.publish;

import io.serai.edge.Destinations;
import io.serai.edge.Exact;
import io.serai.event.Vocabulary;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/**
 * What a caller of the API gives; what is left out stays as it is.
 *
 * @param url where events go
 * @param description whose it is and what for
 * @param types beginnings of event types
 * @param state {@code active} or {@code paused}
 * @param after where in the feed to begin: {@code latest}, {@code 0} or a cursor of the feed
 */
record WebhookRequest(
        @Nullable String url,
        @Nullable String description,
        @Nullable List<@Nullable String> types,
        @Nullable String state,
        @Nullable String after)
        implements Exact {

    private static final int LONGEST_DESCRIPTION = 400;
    private static final int MOST_TYPES = 20;
    private static final int LONGEST_TYPE = 64;
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(30);

    /** A request that can't be meant; the message names the field and says what to send. */
    static final class Bad extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Bad(String message) {
            super(message, null, false, false);
        }
    }

    String url(Destinations destinations, @Nullable String before) {
        String given = url == null ? before : url;
        if (given == null) {
            throw new Bad("url must be given");
        }
        try {
            destinations.check(given);
            return given;
        } catch (Destinations.Forbidden e) {
            throw new Bad("url will not do: " + e.getMessage());
        }
    }

    String description(String before) {
        String given = description == null ? before : description.strip();
        if (given.length() > LONGEST_DESCRIPTION || given.indexOf('\0') >= 0) {
            throw new Bad("description must have at most 400 characters, none of them U+0000");
        }
        return given;
    }

    List<String> types(List<String> before, Vocabulary words) {
        if (types == null) {
            return before;
        }
        boolean good =
                types.size() <= MOST_TYPES
                        && types.stream()
                                .allMatch(type -> type != null && type.length() <= LONGEST_TYPE);
        if (!good) {
            throw new Bad(
                    "types must be at most 20 beginnings of event types, such as"
                            + " io.serai.order.paid");
        }
        List<String> wanted = types.stream().map(String::valueOf).distinct().toList();
        wanted.stream()
                .filter(type -> !words.mayBegin(type))
                .findFirst()
                .ifPresent(type -> refuse(type, words));
        return wanted;
    }

    private static void refuse(String type, Vocabulary words) {
        throw new Bad(
                "types has \"%s\", with which no event begins; there are %s (what systems report is set by serai.events.types)"
                        .formatted(type, String.join(", ", words.known())));
    }

    Webhook.State state(Webhook.State before) {
        return switch (state) {
            case null -> before;
            case "active" -> Webhook.State.ACTIVE;
            case "paused" -> Webhook.State.PAUSED;
            default -> throw new Bad("state must be active or paused");
        };
    }

    /** How long the old secret goes on signing. */
    static Duration overlap(@Nullable String given, Duration usual) {
        if (given == null) {
            return usual;
        }
        try {
            Duration overlap = DurationStyle.detectAndParse(given);
            // Without a unit it would be milliseconds, which nobody means.
            if (!given.matches("[0-9]+")
                    && !overlap.isNegative()
                    && overlap.compareTo(LONGEST_OVERLAP) <= 0) {
                return overlap;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Said below.
        }
        throw new Bad("overlap must be such as 24h or 0s, and at most 30d");
    }

    static Instant time(@Nullable String field, String name) {
        try {
            return OffsetDateTime.parse(String.valueOf(field)).toInstant();
        } catch (DateTimeException e) {
            throw new Bad(name + " must be a time such as 2026-11-21T16:00:00+08:00");
        }
    }
}
