package io.serai.bot;

import java.util.Locale;
import java.util.Set;

/** What the bot says in words of its own, and what may be filled in. */
enum Phrase {
    WELCOME,
    MEDIA,
    HANDING_OVER,
    COMPLAINT,
    MISS,
    MISS_AGAIN,
    SYSTEM_DOWN,
    ORDER_ASK,
    ORDER_LIST("orders"),
    ORDER_LINE("place", "number", "date", "status", "total"),
    ORDER_FOUND("number", "date", "status", "total", "items"),
    ORDER_SHIPMENT("carrier", "tracking"),
    ORDER_TRACK("time", "place", "description"),
    ORDER_AS_OF("time"),
    ORDER_NOT_YOURS("number"),
    ORDER_NUMBER_UNCLEAR,
    ORDER_TOO_MANY("most");

    /** Joined by commas. */
    private final String blanks;

    Phrase(String... blanks) {
        this.blanks = String.join(",", blanks);
    }

    /** The names that may stand in braces in its text. */
    Set<String> blanks() {
        return Set.of(blanks.split(","));
    }

    /** Its key in the files. */
    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
