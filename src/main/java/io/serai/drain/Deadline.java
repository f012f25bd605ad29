package io.serai.drain;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends the process when closing takes too long. What was acknowledged is in the store by then, so
 * this loses no more than a power cut does: nothing.
 */
final class Deadline {

    private static final Logger log = LoggerFactory.getLogger(Deadline.class);

    /** What a process that ends by SIGTERM returns: 128 and the signal's number. */
    private static final int TERMINATED = 143;

    private Deadline() {}

    /** Begins to count, if it is the whole process that ends and not one application in it. */
    static void arm(Duration limit) {
        if (!isProcessEnding()) {
            return;
        }
        long until = System.nanoTime() + limit.toNanos();
        Thread.ofPlatform()
                .daemon()
                .name("drain-deadline")
                .start(
                        () -> {
                            for (long left = limit.toNanos();
                                    left > 0;
                                    left = until - System.nanoTime()) {
                                LockSupport.parkNanos(left);
                            }
                            log.warn(
                                    "Not closed within {}; ending now. What was acknowledged is in"
                                            + " the store",
                                    limit);
                            Runtime.getRuntime().halt(TERMINATED);
                        });
    }

    private static boolean isProcessEnding() {
        Thread probe = new Thread();
        try {
            Runtime.getRuntime().addShutdownHook(probe);
            Runtime.getRuntime().removeShutdownHook(probe);
            return false;
        } catch (IllegalStateException shutdownInProgress) {
            return true;
        }
    }
}
