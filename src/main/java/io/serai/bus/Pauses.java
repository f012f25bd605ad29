package io.serai.bus;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Conversations in which nothing is sent for a while: a platform could not be reached, or another
 * hub has a call under way. Afterwards they are woken. Nothing here needs to survive a crash.
 */
final class Pauses {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration SHORTEST = Duration.ofMillis(200);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /**
     * One of them.
     *
     * @param seq the message that failed, 0 if none did
     * @param tries how often
     * @param until in {@link System#nanoTime()}
     */
    private record Pause(long seq, int tries, long until) {}

    private final ConcurrentHashMap<String, Pause> pauses = new ConcurrentHashMap<>();
    private final Consumer<String> wake;

    Pauses(Consumer<String> wake) {
        this.wake = wake;
    }

    boolean isPaused(String conversation) {
        Pause pause = pauses.get(conversation);
        return pause != null && pause.until() - System.nanoTime() > 0;
    }

    /** How often this message failed, this time included. */
    int tried(String conversation, long seq) {
        Pause pause = pauses.get(conversation);
        return pause != null && pause.seq() == seq ? pause.tries() + 1 : 1;
    }

    /** Pauses after a failed try, twice as long after each. */
    void retry(String conversation, long seq, int tries) {
        begin(conversation, seq, tries, FIRST.multipliedBy(1L << tries));
    }

    /** Pauses while another hub's call may last; it may be over sooner. */
    void pause(String conversation, Duration atMost) {
        Duration time = atMost.compareTo(LOOK) > 0 ? LOOK : atMost;
        begin(conversation, 0, 0, time.compareTo(SHORTEST) < 0 ? SHORTEST : time);
    }

    private void begin(String conversation, long seq, int tries, Duration time) {
        Pause pause = new Pause(seq, tries, System.nanoTime() + time.toNanos());
        pauses.put(conversation, pause);
        Thread.ofVirtual().name("pause").start(() -> sleep(conversation, pause, time));
    }

    private void sleep(String conversation, Pause pause, Duration time) {
        try {
            Thread.sleep(time.plusMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        @Nullable Pause now = pauses.get(conversation);
        if (pause.equals(now)) {
            wake.accept(conversation);
        }
    }

    void end(String conversation) {
        pauses.remove(conversation);
    }
}
