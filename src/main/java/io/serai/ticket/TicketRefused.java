package io.serai.ticket;

/** What somebody asked for cannot be done; the message says why, in words for an agent. */
public final class TicketRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Because {
        /** It is not there. */
        GONE,
        /** It contradicts what is. */
        CONFLICT
    }

    private final Because because;

    TicketRefused(Because because, String message) {
        super(message);
        this.because = because;
    }

    /** Why. */
    public Because because() {
        return because;
    }

    static TicketRefused gone() {
        return new TicketRefused(Because.GONE, "There is no such ticket");
    }
}
