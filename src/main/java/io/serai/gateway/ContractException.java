package io.serai.gateway;

import org.jspecify.annotations.Nullable;

/**
 * The system answered something other than was agreed. Asking again would bring the same; counts
 * against its circuit breaker.
 */
class ContractException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ContractException(String message) {
        this(message, null);
    }

    ContractException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
