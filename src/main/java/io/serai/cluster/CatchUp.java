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
 * Has every {@link Follower} catch up now and then, and at once when the connection to the other
 * nodes came back. One round after another, on one thread.
 */
final class CatchUp implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

    private final Duration interval;
    private final ObjectProvider<Follower> followers;
    private final ScheduledExecutorService rounds =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("catch-up").factory());
    private volatile boolean running;

    CatchUp(Relay relay, NodeSettings settings, ObjectProvider<Follower> followers) {
        this.interval = settings.catchUp();
        this.followers = followers;
        relay.onConnected(
                () -> {
                    if (running) {
                        rounds.execute(() -> round(Follower::reconnected));
                    }
                });
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
        rounds.scheduleWithFixedDelay(
                () -> round(Follower::catchUp),
                interval.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
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
