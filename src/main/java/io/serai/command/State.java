package io.serai.command;

import java.util.Locale;

/** What is known of a command. */
public enum State {
    /** It is still to be sent. */
    WAITING,
    /** Perhaps it was done. */
    UNKNOWN,
    /** The system has it. */
    ACCEPTED,
    /** The system does not want it. */
    REFUSED;

    /** As it is stored and shown. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    boolean isFinal() {
        return this == ACCEPTED || this == REFUSED;
    }
}
