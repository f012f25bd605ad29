package io.serai.gateway;

/**
 * The system understood and said no. Neither worth another try nor a sign that it is unwell: its
 * circuit breaker does not count it.
 */
public class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message);
    }
}
