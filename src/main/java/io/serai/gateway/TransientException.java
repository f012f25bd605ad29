package io.serai.gateway;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * The system failed in a way that may pass: busy, restarting, a cut answer. Worth another try where
 * the call may be repeated; counts against its circuit breaker.
 */
public class TransientException extends IOException {

    private static final long serialVersionUID = 1L;

    public TransientException(String message) {
        this(message, null);
    }

    public TransientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
