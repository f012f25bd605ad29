package io.serai.gateway;

import org.jspecify.annotations.Nullable;

/**
 * The system answered something other than was agreed. Asking again would bring the same; counts
 * against its circuit breaker.
 */
public class ContractException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ContractException(String message) {
        this(message, null);
    }

    public ContractException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
