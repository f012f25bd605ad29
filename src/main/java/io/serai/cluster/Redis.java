package io.serai.cluster;

import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

import java.util.Optional;

/** The link to Redis, if there is to be one. */
final class Redis implements SmartLifecycle, AutoCloseable {

    private final @Nullable RedisLink link;
    private volatile boolean running;

    Redis(RedisSettings settings) {
        link = settings.isSet() ? new RedisLink(settings) : null;
    }

    Optional<RedisLink> link() {
        return Optional.ofNullable(link);
    }

    /** Everybody who wants to know when it is up has said so by now. */
    @Override
    public void start() {
        running = true;
        link().ifPresent(RedisLink::start);
    }

    /** The link stays until the beans go: what stops later may still have something to say. */
    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before anybody is let in. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 1000;
    }

    @Override
    public void close() {
        link().ifPresent(RedisLink::close);
    }
}
