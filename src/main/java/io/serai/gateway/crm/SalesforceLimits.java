package io.serai.gateway.crm;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.gateway.TransientException;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of the org's API calls of the day is used, as Salesforce says with every answer ({@code
 * Sforce-Limit-Info: api-usage=18/15000}). Others live on the same number: above 80 % what a person
 * waits for is asked at most once a second, and what nobody waits for not at all, until a quarter
 * of an hour has passed without news.
 */
final class SalesforceLimits {

    private static final Pattern USAGE =
            Pattern.compile("(?:^|[;,\\s])api-usage=([0-9]{1,12})/([0-9]{1,12})(?![0-9])");
    private static final double SPARING_FROM = 0.8;
    private static final Duration SPARING = Duration.ofSeconds(1);
    private static final Duration FORGET = Duration.ofMinutes(15);

    private final MeterRegistry meters;
    private final Clock clock;
    private boolean shown;
    private long used;
    private long limit;
    private Instant said = Instant.EPOCH;
    private Instant last = Instant.EPOCH;

    SalesforceLimits(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Asks for leave to call.
     *
     * @param background true if nobody waits for it
     * @throws TransientException if it must wait; nothing was sent
     */
    synchronized void enter(boolean background) throws TransientException {
        Instant now = clock.instant();
        boolean sparing =
                limit > 0 && used >= limit * SPARING_FROM && now.isBefore(said.plus(FORGET));
        if (sparing && (background || now.isBefore(last.plus(SPARING)))) {
            throw new TransientException(
                    "%d of %d API calls of the day are used, so it is asked seldom"
                            .formatted(used, limit));
        }
        last = now;
    }

    /** Takes down what an answer says. */
    synchronized void said(@Nullable String info) {
        Matcher usage = info == null ? null : USAGE.matcher(info);
        if (usage != null && usage.find()) {
            if (!shown) {
                shown = true;
                meters.gauge("serai.salesforce.api.used", this, SalesforceLimits::used);
                meters.gauge("serai.salesforce.api.limit", this, SalesforceLimits::limit);
            }
            used = Long.parseLong(usage.group(1));
            limit = Long.parseLong(usage.group(2));
            said = clock.instant();
        }
    }

    /** Salesforce said that nothing is left. */
    synchronized void exhausted() {
        limit = Math.max(limit, 1);
        used = limit;
        said = clock.instant();
    }

    private synchronized double used() {
        return used;
    }

    private synchronized double limit() {
        return limit;
    }
}
