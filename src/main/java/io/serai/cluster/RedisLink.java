package io.serai.cluster;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.RedisPubSubListener;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.pubsub.api.async.RedisPubSubAsyncCommands;
import io.lettuce.core.resource.ClientResources;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The connections to Redis: one to ask and publish, one to listen. When either breaks, or is silent
 * for too long, both are made anew, as often as it takes; nothing that was under way is repeated,
 * since all of it is hints. Redis may be away at start.
 */
final class RedisLink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisLink.class);
    private static final int UNDER_WAY = 16_384;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration PULSE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** Both connections, as long as both hold. */
    private record Pair(
            StatefulRedisConnection<String, String> ask,
            StatefulRedisPubSubConnection<String, String> listen) {

        boolean isOpen() {
            return ask.isOpen() && listen.isOpen();
        }

        void close() {
            ask.closeAsync();
            listen.closeAsync();
        }
    }

    private final RedisURI uri;
    private final ClientResources resources =
            ClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
    private final RedisClient client;
    private final List<Runnable> whenUp = new CopyOnWriteArrayList<>();
    private final List<RedisPubSubListener<String, String>> ears = new CopyOnWriteArrayList<>();
    private final Thread keeper = Thread.ofVirtual().name("redis-link").unstarted(this::keep);
    private volatile @Nullable Pair pair;
    private volatile long upSince;
    private volatile boolean closed;
    private final Set<String> told = new HashSet<>(); // by the keeper alone

    RedisLink(RedisSettings settings) {
        this.uri = uri(settings.url());
        uri.setTimeout(PATIENCE);
        this.client = RedisClient.create(resources, uri);
        client.setOptions(
                ClientOptions.builder()
                        .autoReconnect(false)
                        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                        .requestQueueSize(UNDER_WAY)
                        .socketOptions(
                                SocketOptions.builder()
                                        .connectTimeout(PATIENCE)
                                        .keepAlive(true)
                                        .build())
                        .build());
        client.addListener(
                new io.lettuce.core.RedisConnectionStateListener() {
                    @Override
                    public void onRedisDisconnected(
                            io.lettuce.core.RedisChannelHandler<?, ?> connection) {
                        LockSupport.unpark(keeper);
                    }
                });
    }

    private static RedisURI uri(String url) {
        try {
            return RedisURI.create(url.strip());
        } catch (IllegalArgumentException e) {
            // Its message would quote the URL, and with it the password.
            throw new IllegalArgumentException(
                    "serai.redis.url must be redis://host:port, or rediss:// for TLS, with"
                            + " :password@ before the host if it needs one");
        }
    }

    /** Begins to connect; returns at once. */
    void start() {
        keeper.start();
    }

    /** Has everything heard from now on told to a listener. */
    void onMessage(RedisPubSubListener<String, String> listener) {
        ears.add(listener);
    }

    /** Has an action run, one after another, each time the connections are up. */
    void onUp(Runnable action) {
        whenUp.add(action);
    }

    /** What to ask with; empty while Redis is away. */
    Optional<RedisAsyncCommands<String, String>> ask() {
        Pair now = pair;
        return now == null ? Optional.empty() : Optional.of(now.ask.async());
    }

    /** What to subscribe with; empty while Redis is away. */
    Optional<RedisPubSubAsyncCommands<String, String>> listen() {
        Pair now = pair;
        return now == null ? Optional.empty() : Optional.of(now.listen.async());
    }

    boolean isUp() {
        Pair now = pair;
        return now != null && now.isOpen();
    }

    /** How long it has been up without a break; zero while it is away. */
    Duration up() {
        return isUp() ? Duration.ofNanos(System.nanoTime() - upSince) : Duration.ZERO;
    }

    /** The number of the database that is used there. */
    int database() {
        return uri.getDatabase();
    }

    /** Host and port, for health and logs; never more of the URL. */
    String address() {
        return uri.getHost() + ":" + uri.getPort();
    }

    private void keep() {
        Duration pause = PAUSE;
        while (!closed) {
            Pair made = connect();
            if (made == null) {
                pause(pause);
                pause =
                        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                                ? pause.multipliedBy(2)
                                : LONGEST_PAUSE;
                continue;
            }
            pause = PAUSE;
            hold(made);
        }
    }

    private @Nullable Pair connect() {
        StatefulRedisConnection<String, String> ask = null;
        try {
            ask = client.connect(StringCodec.UTF8);
            Pair made = new Pair(ask, client.connectPubSub(StringCodec.UTF8));
            ears.forEach(made.listen::addListener);
            return made;
        } catch (RuntimeException e) {
            if (ask != null) {
                ask.closeAsync();
            }
            told(e);
            return null;
        }
    }

    /** Each reason once each time: whoever set it, or Redis' password, may have done it wrong. */
    private void told(RuntimeException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String reason = String.valueOf(cause.getMessage());
        if (!closed && told.add(reason)) {
            log.warn(
                    "Redis at {} cannot be reached ({}); is serai.redis.url right? The hub goes"
                            + " on, what others say comes later",
                    address(),
                    reason);
        }
    }

    /** Uses a pair until it breaks. */
    private void hold(Pair made) {
        upSince = System.nanoTime();
        pair = made;
        told.clear();
        log.info("Redis at {} is there", address());
        whenUp.forEach(this::run);
        while (!closed && made.isOpen() && hasPulse(made)) {
            LockSupport.parkNanos(PULSE.toNanos());
        }
        pair = null;
        if (!closed) {
            made.close();
            log.warn(
                    "Redis at {} is away; the hub goes on, what others say comes later", address());
        }
    }

    private void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.warn("What is to be done once Redis is back failed", e);
        }
    }

    private static boolean hasPulse(Pair made) {
        try {
            made.ask.async().ping().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            made.listen.async().ping().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (java.util.concurrent.ExecutionException | TimeoutException | RuntimeException e) {
            return false;
        }
    }

    private static void pause(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    @Override
    public void close() {
        closed = true;
        pair = null; // what asks now is told that Redis is away, not that its client has ended
        LockSupport.unpark(keeper);
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        resources.shutdown(0, 2, TimeUnit.SECONDS);
    }
}
