package io.serai.bus;

import io.serai.store.StoreAway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;

/**
 * What happens while the store is away: whoever needs it waits and tries again, for as long as the
 * hub runs. It is nobody's fault and no reason to give anything up.
 */
final class StoreWait {

    private static final Logger log = LoggerFactory.getLogger(StoreWait.class);
    private static final long FIRST_WAIT = 50;
    private static final long LONGEST_WAIT = 2_000;

    private volatile boolean over;

    /**
     * Does work that may be done again, until the store lets it.
     *
     * @param lanes where the work runs; others get its place while it waits
     * @throws CancellationException if the hub stops first
     */
    <T> T through(Lanes lanes, Callable<T> work) throws Exception {
        for (long wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
            try {
                return work.call();
            } catch (Exception e) {
                if (!StoreAway.is(e)) {
                    throw e;
                }
                log.debug("The store is away: {}", e.getClass().getSimpleName());
                if (over) {
                    throw new CancellationException("The hub stops");
                }
                pause(lanes, wait);
            }
        }
    }

    private static void pause(Lanes lanes, long millis) throws Exception {
        lanes.aside(
                () -> {
                    Thread.sleep(millis);
                    return true;
                });
    }

    /** The hub stops: nobody waits any longer. */
    void end() {
        over = true;
    }
}
