package io.serai.event;

import org.jspecify.annotations.Nullable;

/**
 * A message to a customer certainly did not reach the platform, not even in part; all of it may be
 * tried again later. Its message is logged, so it holds neither a secret nor what was said.
 */
public final class NotSent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotSent(String reason, @Nullable Throwable cause) {
        super(reason, cause);
    }

    /**
     * Why nothing was sent, for the log: the reason of the one that {@code failure} is or was
     * caused by, since a route wraps what its beans throw. Of anything else only its kind, as its
     * message may quote the customer.
     */
    public static String reason(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof NotSent) {
                return String.valueOf(e.getMessage());
            }
        }
        return failure.getClass().getSimpleName();
    }
}
