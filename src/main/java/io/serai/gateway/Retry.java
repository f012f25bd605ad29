package io.serai.gateway;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a call that failed in a way that may pass is made once more, and what is told of one that
 * failed for good: the bean behind {@code retryWhile} in {@code routes/systems/calls.camel.yaml}.
 * How long to wait in between is said there.
 */
public final class Retry {

    private static final Logger LOG = LoggerFactory.getLogger(Retry.class);
    private static final String FAILED = "serai-failed";
    private static final int TIMES_IF_UNKNOWN = 2;

    private final Systems systems;

    Retry(Systems systems) {
        this.systems = systems;
    }

    /**
     * True while {@code serai.systems.<name>.retries}, the message's deadline and the system allow
     * it.
     */
    public boolean again(Exchange exchange) {
        // Asked once for each failure. Camel's own count is a header, and the Kamelets remove them.
        int failed = exchange.getProperty(FAILED, 0, Integer.class) + 1;
        exchange.setProperty(FAILED, failed);
        String system = exchange.getProperty(Answers.SYSTEM, String.class);
        SystemSettings settings = system == null ? null : systems.settings(system);
        int retries = settings == null ? TIMES_IF_UNKNOWN : settings.retries();
        Throwable failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        boolean again = failed <= retries && !CallTime.isOver() && !isLeftAlone(failure);
        if (again) {
            Effect.before(exchange, failure);
        }
        return again;
    }

    private static boolean isLeftAlone(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof LeftAloneException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    /**
     * Tells of a call that failed for good. That of an answer is told of with what stands in for
     * it.
     */
    public void tell(Exchange exchange) {
        if (exchange.getProperty(Answers.SYSTEM) == null) {
            LOG.warn(
                    "{} failed: {}",
                    exchange.getProperty(Exchange.FAILURE_ROUTE_ID),
                    Reasons.of(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
        }
    }
}
