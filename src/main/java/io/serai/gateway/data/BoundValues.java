package io.serai.gateway.data;

import io.serai.gateway.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What is asked for, as values that are bound and never become part of a query: text, numbers,
 * truth, points in time, and lists of them. Anything that could be more than a value (a Map such as
 * {@code {"$gt": ""}}) is refused.
 */
final class BoundValues {

    private static final int LONGEST_LIST = 1_000;

    private BoundValues() {}

    /**
     * The body's entries by name; a body that is no Map is the one entry {@code key}.
     *
     * @throws RefusedException naming the entry that is no value
     */
    static Map<String, @Nullable Object> of(@Nullable Object body) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (body instanceof Map<?, ?> map) {
            map.forEach((name, value) -> values.put(String.valueOf(name), many(name, value)));
        } else {
            values.put("key", many("key", body));
        }
        return values;
    }

    private static @Nullable Object many(Object name, @Nullable Object value) {
        if (!(value instanceof Collection<?> list)) {
            return one(name, value);
        }
        if (list.size() > LONGEST_LIST) {
            throw new RefusedException(name + " has more than " + LONGEST_LIST + " values");
        }
        return list.stream().map(element -> one(name, element)).toList();
    }

    private static @Nullable Object one(Object name, @Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Number number -> number;
            case Boolean truth -> truth;
            case Instant at -> at;
            case OffsetDateTime at -> at.toInstant();
            case LocalDate day -> day;
            case UUID id -> id.toString();
            case Enum<?> word -> word.name();
            default -> throw new RefusedException(name + " is not a single value");
        };
    }
}
