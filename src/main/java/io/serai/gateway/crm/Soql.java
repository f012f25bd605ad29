package io.serai.gateway.crm;

import io.serai.gateway.RefusedException;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A SOQL query with places for values. SOQL has no bound parameters, so each value becomes a
 * literal that cannot end before its end.
 *
 * <p>{@code {name}} is a text and gets its quotes here, {@code {name:id}} a record id of 15 or 18
 * letters and digits, {@code {name:time}} an ISO instant, {@code {name:number}} a whole number.
 */
final class Soql {

    private static final Pattern PLACE =
            Pattern.compile("\\{([A-Za-z][A-Za-z0-9_]*)(?::(id|time|number))?}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}");

    /** It travels in a URL. */
    private static final int LONGEST = 4000;

    private Soql() {}

    /** Whether a text has the form of a record id. */
    static boolean isId(@Nullable Object value) {
        return value instanceof String text && ID.matcher(text).matches();
    }

    /**
     * Writes the values into the template.
     *
     * @throws RefusedException if a value is missing or is not of its kind; names it
     */
    static String of(String template, Map<String, ?> values) {
        StringBuilder soql = new StringBuilder();
        Matcher place = PLACE.matcher(template);
        while (place.find()) {
            String name = place.group(1);
            Object value = values.get(name);
            if (value == null) {
                throw new RefusedException("the query needs a value for " + name);
            }
            String literal = literal(name, String.valueOf(place.group(2)), value.toString());
            place.appendReplacement(soql, Matcher.quoteReplacement(literal));
        }
        String whole = place.appendTail(soql).toString().strip().replaceAll("\\s*\\R\\s*", " ");
        if (whole.length() > LONGEST) {
            throw new RefusedException("the query is longer than " + LONGEST + " characters");
        }
        return whole;
    }

    private static String literal(String name, String kind, String value) {
        return switch (kind) {
            case "id" -> {
                if (!isId(value)) {
                    throw new RefusedException(
                            name + " must be an id of 15 or 18 letters and digits");
                }
                yield "'" + value + "'";
            }
            case "time" -> time(name, value);
            case "number" -> {
                if (!NUMBER.matcher(value).matches()) {
                    throw new RefusedException(name + " must be a whole number");
                }
                yield value;
            }
            default -> text(name, value);
        };
    }

    private static String time(String name, String value) {
        try {
            return Instant.parse(value).truncatedTo(ChronoUnit.MILLIS).toString();
        } catch (DateTimeException e) {
            throw new RefusedException(name + " must be an instant such as 2026-11-21T08:00:00Z");
        }
    }

    private static String text(String name, String value) {
        StringBuilder literal = new StringBuilder("'");
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            switch (letter) {
                case '\\' -> literal.append("\\\\");
                case '\'' -> literal.append("\\'");
                case '"' -> literal.append("\\\"");
                case '\n' -> literal.append("\\n");
                case '\r' -> literal.append("\\r");
                case '\t' -> literal.append("\\t");
                default -> {
                    if (Character.isISOControl(letter)) {
                        throw new RefusedException(name + " has a control character");
                    }
                    literal.append(letter);
                }
            }
        }
        return literal.append('\'').toString();
    }
}
