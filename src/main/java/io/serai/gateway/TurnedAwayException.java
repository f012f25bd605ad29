package io.serai.gateway;

/** The system took so many calls that it did not look at this one (HTTP 429): it did nothing. */
public final class TurnedAwayException extends TransientException {

    private static final long serialVersionUID = 1L;

    public TurnedAwayException(String message) {
        super(message);
    }
}
