package io.serai.profile;

import io.serai.gateway.Budget;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * For whom routes are asked, and until when an answer is of use.
 *
 * @param caller the login; null if nobody in particular
 */
record Errand(Instant deadline, @Nullable String caller) {

    /** Tells the route. */
    void tell(Exchange exchange) {
        exchange.setProperty(Budget.DEADLINE, deadline);
        exchange.setProperty(Budget.CALLER, caller);
    }
}
