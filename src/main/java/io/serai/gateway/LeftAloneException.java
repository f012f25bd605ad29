package io.serai.gateway;

/**
 * The system said when it may be called again, and that is later than a call waits before it is
 * repeated. May pass, but not by asking again at once.
 */
final class LeftAloneException extends TransientException {

    private static final long serialVersionUID = 1L;

    /**
     * @param seconds for how long, by its own words
     * @param status what the status alone says
     */
    LeftAloneException(long seconds, TransientException status) {
        super("it asks to be left alone for " + seconds + " s", status);
    }
}
