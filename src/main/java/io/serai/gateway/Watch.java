package io.serai.gateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks every 10 ms after all that may last only so long. One thread for all, woken by none but the
 * first: timed waits of virtual threads wake the JDK's timer thread twice, when they begin and when
 * they end, which costs a busy hub more than most of what it waits for.
 */
final class Watch {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final long GRAIN_NANOS = 10_000_000;

    /** After so many looks at nothing it rests until something begins. */
    private static final int LOOKS_AT_NOTHING = 100;

    private static final Set<Watched> UNDER_WAY = ConcurrentHashMap.newKeySet();
    private static final Thread THREAD =
            Thread.ofPlatform().daemon().name("watch").unstarted(Watch::run);
    private static volatile boolean resting;

    static {
        THREAD.start();
    }

    private Watch() {}

    /** What may last only so long. */
    interface Watched {

        /**
         * Ends what has lasted too long. Must not wait for anything.
         *
         * @param now as {@link System#nanoTime} has it
         */
        void look(long now);
    }

    static void begin(Watched watched) {
        UNDER_WAY.add(watched);
        if (resting) {
            LockSupport.unpark(THREAD);
        }
    }

    static void end(Watched watched) {
        UNDER_WAY.remove(watched);
    }

    private static void run() {
        int looksAtNothing = 0;
        while (true) {
            LockSupport.parkNanos(GRAIN_NANOS);
            long now = System.nanoTime();
            UNDER_WAY.forEach(watched -> look(watched, now));
            looksAtNothing = UNDER_WAY.isEmpty() ? looksAtNothing + 1 : 0;
            if (looksAtNothing == LOOKS_AT_NOTHING) {
                rest();
                looksAtNothing = 0;
            }
        }
    }

    /** Whatever one look meets, the others are looked after: nobody's wait ends without them. */
    private static void look(Watched watched, long now) {
        try {
            watched.look(now);
        } catch (RuntimeException | Error e) {
            LOG.error("What lasts too long could not be ended: {}", e.toString());
        }
    }

    private static void rest() {
        resting = true;
        // What began before it was said that nobody looks did not call.
        while (UNDER_WAY.isEmpty()) {
            LockSupport.park();
        }
        resting = false;
    }
}
