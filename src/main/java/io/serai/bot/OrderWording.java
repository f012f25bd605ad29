package io.serai.bot;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts what the systems say into words for people. */
final class OrderWording {

    private static final int MOST_ITEMS = 3;

    private final Replies replies;
    private final ZoneId zone;
    private final String language;

    OrderWording(Replies replies, ZoneId zone, String language) {
        this.replies = replies;
        this.zone = zone;
        this.language = language;
    }

    String say(Phrase phrase, Map<String, String> values) {
        return replies.say(phrase, language, values);
    }

    String order(JsonNode order) {
        return say(Phrase.ORDER_FOUND, values(order));
    }

    String line(int place, JsonNode order) {
        Map<String, String> values = values(order);
        values.put("place", String.valueOf(place));
        return say(Phrase.ORDER_LINE, values);
    }

    /** Who carries it and where it was last seen. */
    String shipment(JsonNode shipment) {
        String carried =
                say(
                        Phrase.ORDER_SHIPMENT,
                        Map.of(
                                "carrier", shipment.path("carrier").asText(""),
                                "tracking", shipment.path("trackingNo").asText("")));
        JsonNode latest = latest(shipment.path("event"));
        return latest.isMissingNode()
                ? carried
                : carried
                        + "\n"
                        + say(
                                        Phrase.ORDER_TRACK,
                                        Map.of(
                                                "time", date(latest.path("at").asText("")),
                                                "place", latest.path("location").asText(""),
                                                "description",
                                                        latest.path("description").asText("")))
                                .replace("  ", " ");
    }

    private static JsonNode latest(JsonNode events) {
        JsonNode latest = events.isArray() ? events.path(0) : events;
        for (JsonNode event : events.isArray() ? events : List.<JsonNode>of()) {
            if (instant(event).isAfter(instant(latest))) {
                latest = event;
            }
        }
        return latest;
    }

    private static Instant instant(JsonNode event) {
        try {
            return OffsetDateTime.parse(event.path("at").asText("")).toInstant();
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private Map<String, String> values(JsonNode order) {
        Map<String, String> values = new HashMap<>();
        values.put("number", OrderJson.number(order));
        values.put("status", replies.status(order.path("status").asText(""), language));
        values.put("date", date(order.path("createdAt").asText("")));
        values.put("total", money(order));
        values.put("items", items(order));
        return values;
    }

    /** A moment as people read it, in the shop's zone; as it came if it is none. */
    String date(String iso) {
        try {
            return date(OffsetDateTime.parse(iso).toInstant());
        } catch (DateTimeException e) {
            return iso;
        }
    }

    String date(Instant instant) {
        DateTimeFormatter format =
                language.equals(Language.ENGLISH)
                        ? DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH)
                        : DateTimeFormatter.ofPattern("uuuu年M月d日 HH:mm", Locale.CHINA);
        return format.format(instant.atZone(zone));
    }

    private static String money(JsonNode order) {
        JsonNode total = order.hasNonNull("total") ? order.path("total") : order.path("amount");
        String amount = (total.isObject() ? total.path("amount") : total).asText("");
        String currency = (total.isObject() ? total : order).path("currency").asText("CNY");
        try {
            NumberFormat format = NumberFormat.getCurrencyInstance(Locale.CHINA);
            format.setCurrency(Currency.getInstance(currency));
            return format.format(new BigDecimal(amount));
        } catch (IllegalArgumentException e) {
            return amount;
        }
    }

    private String items(JsonNode order) {
        JsonNode lines = order.path("lines");
        List<String> items = new ArrayList<>();
        for (JsonNode line : lines.has("line") ? lines.path("line") : lines) {
            items.add(line.path("name").asText("") + " × " + line.path("quantity").asInt(1));
        }
        boolean more = items.size() > MOST_ITEMS;
        String separator = language.equals(Language.ENGLISH) ? ", " : "、";
        return String.join(separator, more ? items.subList(0, MOST_ITEMS) : items)
                + (more ? " …" : "");
    }
}
