package io.serai.ticket;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far a ticket is. It goes forward only: what was solved is not opened again, but anew. */
public enum TicketStatus {
    /** Nobody has looked at it. */
    NEW(0),
    /** Somebody works on it. */
    OPEN(1),
    /** It waits for somebody else; it may be open again after. */
    PENDING(1),
    /** Done. */
    SOLVED(2),
    /** Done with for good. */
    CLOSED(3);

    private final int rank;

    TicketStatus(int rank) {
        this.rank = rank;
    }

    /** Whether that step is allowed. */
    boolean mayBecome(TicketStatus next) {
        return next.rank >= rank;
    }

    /** Whether there is still something to do. */
    boolean isOpen() {
        return rank < SOLVED.rank;
    }

    /** Its name in JSON and in the store. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * By its name.
     *
     * @throws IllegalArgumentException if there is none, with the names there are
     */
    public static TicketStatus of(String word) {
        return Arrays.stream(values())
                .filter(it -> it.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "\"status\" must be one of "
                                                + Arrays.stream(values())
                                                        .map(TicketStatus::word)
                                                        .collect(Collectors.joining(", "))));
    }
}
