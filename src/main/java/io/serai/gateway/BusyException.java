package io.serai.gateway;

/**
 * The hub did not make the call, to keep within what a system, or one caller, is allowed. The
 * system's circuit breaker does not count it.
 */
public class BusyException extends RefusedException {

    private static final long serialVersionUID = 1L;

    public BusyException(String message) {
        super(message);
    }
}
