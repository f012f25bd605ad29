package io.serai.gateway;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * At most so many calls a second, evenly: each call is given the next free moment and waits for it.
 * Up to a second's worth of calls may come at once after a pause.
 */
final class Pace {

    private final long interval;
    private final AtomicLong next = new AtomicLong(System.nanoTime() - TimeUnit.SECONDS.toNanos(1));

    /**
     * @param perSecond 0 for no limit
     */
    Pace(int perSecond) {
        this.interval = perSecond <= 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /**
     * Waits for the next free moment, unless it is further away than that.
     *
     * @return false if it is; nothing is taken then
     */
    boolean take(Duration atMost) throws InterruptedException {
        if (interval == 0) {
            return true;
        }
        while (true) {
            long now = System.nanoTime();
            long at = next.get();
            // What was not used in the last second is there at once.
            long mine = Math.max(at - now, interval - TimeUnit.SECONDS.toNanos(1));
            if (mine > atMost.toNanos()) {
                return false;
            }
            if (next.compareAndSet(at, now + mine + interval)) {
                if (mine > 0) {
                    TimeUnit.NANOSECONDS.sleep(mine);
                }
                return true;
            }
        }
    }
}
