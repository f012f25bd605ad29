package io.serai.store;

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

    private Refusal(Because because, String message) {
        super(message);
        this.because = because;
    }

    /** Of something that is not there. */
    public static Refusal gone(String message) {
        return new Refusal(Because.GONE, message);
    }

    /** Of something that contradicts what is. */
    public static Refusal conflict(String message) {
        return new Refusal(Because.CONFLICT, message);
    }

    /** Why. */
    public Because because() {
        return because;
    }
}
