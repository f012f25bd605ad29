package io.serai.cluster;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Has every {@link Follower} catch up now and then, much more often while the other nodes can't be
 * heard, and at once when the connection to them came back. One round after another, on one thread.
 */
final class CatchUp implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

    /** What a message of another node may take while hints of it don't come. */
    private static final Duration UNHEARD = Duration.ofSeconds(2);

    private final Relay relay;
    private final Duration interval;
    private final ObjectProvider<Follower> followers;
    private final ScheduledExecutorService rounds =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("catch-up").factory());
    private volatile boolean running;
    private long last = System.nanoTime();

    CatchUp(Relay relay, NodeSettings settings, ObjectProvider<Follower> followers) {
        this.relay = relay;
        this.interval = settings.catchUp();
        this.followers = followers;
        relay.onConnected(
                () -> {
                    if (running) {
                        rounds.execute(() -> round(Follower::reconnected));
                    }
                });
    }

    private void roundIfDue() {
        long now = System.nanoTime();
        if (now - last >= interval.toNanos() || !relay.isConnected()) {
            last = now;
            round(Follower::catchUp);
        }
    }

    private void round(Consumer<Follower> how) {
        followers
                .orderedStream()
                .forEach(
                        follower -> {
                            try {
                                how.accept(follower);
                            } catch (RuntimeException e) {
                                // As when the store is away: the next round finds what this missed.
                                log.warn(
                                        "{} could not catch up: {}",
                                        follower.getClass().getSimpleName(),
                                        e.getClass().getSimpleName());
                            }
                        });
    }

    @Override
    public void start() {
        running = true;
        long often = Math.min(UNHEARD.toMillis(), interval.toMillis());
        rounds.scheduleWithFixedDelay(this::roundIfDue, often, often, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        rounds.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
