package io.serai.gateway;

/**
 * There was no time left for the call, or it was ended because who asked waits no longer. Says
 * nothing about the system: its circuit breaker does not count it.
 */
public class OutOfTimeException extends RefusedException {

    private static final long serialVersionUID = 1L;

    public OutOfTimeException() {
        super("the time of this message was over");
    }
}
