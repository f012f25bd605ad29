package io.serai.cluster;

import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.async.RedisAsyncCommands;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Each node says in a key of its own who is connected to it, and says so again and again: the key
 * of a node that died ends by itself.
 */
final class RedisAttendance implements Attendance, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisAttendance.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int TIMES = 3;

    private final RedisLink link;
    private final Duration silence;
    private final String nodes;
    private final String own;
    private final Set<String> here = ConcurrentHashMap.newKeySet();
    private volatile boolean heard;
    private volatile long heardSince;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("attendance").factory());

    RedisAttendance(RedisLink link, RedisSettings settings, NodeSettings node) {
        this.link = link;
        this.silence = node.silence();
        this.nodes = settings.prefix() + "nodes";
        this.own = settings.prefix() + "node:" + node.name() + ":" + UUID.randomUUID();
        link.onUp(this::say);
        timer.scheduleWithFixedDelay(
                this::say, interval().toMillis(), interval().toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void arrived(String login) {
        here.add(login);
        say();
    }

    @Override
    public void left(String login) {
        here.remove(login);
        say();
    }

    @Override
    public Set<String> here() {
        return Set.copyOf(here);
    }

    /** One after another, so that what is said last is what holds. */
    private synchronized void say() {
        link.ask()
                .ifPresent(
                        redis -> {
                            try {
                                SetArgs end = SetArgs.Builder.px(silence.toMillis());
                                Future<?> said = redis.set(own, String.join("\n", here), end);
                                await(redis.sadd(nodes, own));
                                await(said);
                                heard();
                            } catch (RedisException | CancellationException | Unanswered away) {
                                // Said again as soon as Redis is back.
                                unheard(away);
                            }
                        });
    }

    private void heard() {
        if (!heard) {
            heardSince = System.nanoTime();
            heard = true;
        }
    }

    private void unheard(RuntimeException why) {
        if (heard && why.getCause() instanceof ExecutionException refused) {
            log.warn(
                    "Redis takes nothing, so that nobody knows who is connected to which hub: {}",
                    Objects.requireNonNull(refused.getCause()).getMessage());
        }
        heard = false;
    }

    /**
     * Empty too for a while after Redis came back: it may have forgotten what the other nodes said,
     * and they may not have said it again yet. Likewise while it answers and takes nothing, as one
     * that is full does: it takes nothing of the others either.
     */
    @Override
    public Optional<Set<String>> everywhere() {
        if (link.up().compareTo(silence) < 0
                || !heard
                || System.nanoTime() - heardSince < silence.toNanos()) {
            return Optional.empty();
        }
        try {
            return link.ask().map(this::everywhere);
        } catch (RedisException | CancellationException | Unanswered away) {
            return Optional.empty();
        }
    }

    private Set<String> everywhere(RedisAsyncCommands<String, String> redis) {
        Set<String> present = new HashSet<>(here);
        Set<String> keys = await(redis.smembers(nodes));
        if (keys.isEmpty()) {
            return present;
        }
        List<String> dead = new ArrayList<>();
        for (KeyValue<String, String> node : await(redis.mget(keys.toArray(String[]::new)))) {
            if (!node.hasValue()) {
                dead.add(node.getKey());
            } else if (!node.getKey().equals(own) && !node.getValue().isEmpty()) {
                present.addAll(List.of(node.getValue().split("\n")));
            }
        }
        dead.remove(own);
        if (!dead.isEmpty()) {
            redis.srem(nodes, dead.toArray(String[]::new));
        }
        return present;
    }

    @Override
    public boolean isShared() {
        return true;
    }

    @Override
    public Duration interval() {
        return silence.dividedBy(TIMES);
    }

    /** Goes with a word: nobody needs to wait for the silence. */
    @Override
    public void close() {
        timer.shutdownNow();
        try {
            link.ask().ifPresent(redis -> await(redis.del(own)));
        } catch (RedisException | CancellationException | Unanswered away) {
            // The key ends by itself.
        }
    }

    private static <T> T await(Future<T> answer) {
        try {
            return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unanswered(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new Unanswered(e);
        }
    }

    /** Redis did not answer, or not in time. */
    private static final class Unanswered extends RuntimeException {

        private static final long serialVersionUID = 1;

        Unanswered(Exception cause) {
            super(cause);
        }
    }
}
