package io.serai.customer;

/** What somebody asked for cannot be done; the message says why, in words for an agent. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Because {
        /** It is not there. */
        GONE,
        /** It contradicts what is. */
        CONFLICT
    }

    private final Because because;

    Refusal(Because because, String message) {
        super(message);
        this.because = because;
    }

    /** Why. */
    public Because because() {
        return because;
    }

    static Refusal gone() {
        return new Refusal(Because.GONE, "There is no such customer");
    }
}
