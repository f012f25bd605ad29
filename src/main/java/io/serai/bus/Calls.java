package io.serai.bus;

import io.serai.store.Keys;
import io.serai.store.Ledger;
import io.serai.store.Unit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What stands for a call of a platform in the store. Its first half is made from the hub's own name
 * ({@code serai.node.name}), so that a hub that was killed knows its calls when it is there again,
 * and nobody waits for the end of a call that nobody makes. Without a name of its own others wait
 * until the call's time is over.
 */
@Component
final class Calls {

    private static final Logger log = LoggerFactory.getLogger(Calls.class);

    private final String name;
    private final Ledger ledger;
    private final Clock clock;

    Calls(@Value("${serai.node.name:}") String name, Ledger ledger, Clock clock) {
        this.name = name.strip();
        this.ledger = ledger;
        this.clock = clock;
    }

    /** One more call. */
    UUID next() {
        return name.isEmpty()
                ? UUID.randomUUID()
                : new UUID(mine(), ThreadLocalRandom.current().nextLong());
    }

    private long mine() {
        return Keys.of("node", name).getMostSignificantBits();
    }

    /**
     * Ends the time of all calls of this hub's earlier run: whoever sends next marks them as of
     * unknown outcome. To be done before the first call of this one. Should another hub have the
     * same name by mistake, its calls are unknown until they end, and then what they are.
     */
    void endEarlier() {
        if (name.isEmpty()) {
            return;
        }
        try {
            int ended =
                    ledger.commitNow(
                            Unit.of(
                                    page ->
                                            page.sql()
                                                    .sql(
                                                            "update outbox set until = ? where"
                                                                + " until > ? and cast(holder as"
                                                                + " varchar) like ?")
                                                    .params(
                                                            now().minus(Duration.ofSeconds(1)),
                                                            now(),
                                                            new UUID(mine(), 0)
                                                                            .toString()
                                                                            .substring(0, 18)
                                                                    + "-%")
                                                    .update()));
            if (ended > 0) {
                log.info("{} calls of platforms ended with this hub's earlier run", ended);
            }
        } catch (RuntimeException e) {
            log.warn(
                    "Calls of this hub's earlier run end when their time is over: {}",
                    e.getClass().getSimpleName());
        }
    }

    private java.time.OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
