package io.serai.business;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.Consumer;
import io.lettuce.core.RedisBusyException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.models.stream.ClaimedMessages;
import io.serai.business.EventIntake.Arrived;
import io.serai.event.Json;

import org.jspecify.annotations.Nullable;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * One consumer of a stream's group. First comes what it was given before and did not acknowledge,
 * then what others were given and left lying, then what is new; never the stream's end as it
 * happens to be.
 */
final class RedisStream implements AutoCloseable {

    /** Values as they came, to see whether they are text. */
    private static final RedisCodec<String, byte[]> CODEC =
            RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final Duration WAIT = Duration.ofSeconds(1);

    private final RedisClient client;
    private final RedisEventsSettings settings;
    private final Consumer<String> self;
    private final String stream;
    private final String group;
    private String asked;
    private String from;
    private @Nullable StatefulRedisConnection<String, byte[]> connection;
    private final Deque<Arrived> fetched = new ArrayDeque<>();
    private boolean ownFirst = true;
    private long claimed;
    private String claimFrom = "0-0";

    RedisStream(RedisEventsSettings settings, String stream, String group, String from) {
        this.settings = settings;
        this.stream = stream;
        this.group = group;
        this.asked = from;
        this.from = from;
        this.self = Consumer.from(group, consumer(settings));
        RedisURI uri = uri(settings.url());
        uri.setTimeout(PATIENCE);
        this.client = RedisClient.create(uri);
        client.setOptions(
                ClientOptions.builder()
                        .autoReconnect(false)
                        .socketOptions(
                                SocketOptions.builder()
                                        .connectTimeout(PATIENCE)
                                        .keepAlive(true)
                                        .build())
                        .build());
    }

    private static RedisURI uri(String url) {
        try {
            return RedisURI.create(url.strip());
        } catch (IllegalArgumentException e) {
            // Its message would quote the URL, and with it the password.
            throw new IllegalArgumentException(
                    "serai.events.redis.url must be redis://host:port, or rediss:// for TLS");
        }
    }

    private static String consumer(RedisEventsSettings settings) {
        return settings.consumer().isBlank()
                ? ManagementFactory.getRuntimeMXBean().getName()
                : settings.consumer();
    }

    /** Where a new group begins, as the route has it now: that may have been edited meanwhile. */
    synchronized void beginAt(String edited) {
        if (!edited.equals(asked)) {
            asked = edited;
            from = edited;
        }
    }

    /** The next entry; null if none came within a second. */
    synchronized @Nullable Arrived next() {
        if (fetched.isEmpty()) {
            fetched.addAll(page());
        }
        return fetched.poll();
    }

    private List<Arrived> page() {
        RedisCommands<String, byte[]> redis = connected();
        try {
            return fetch(redis);
        } catch (RedisCommandExecutionException e) {
            if (!String.valueOf(e.getMessage()).startsWith("NOGROUP")) {
                throw e;
            }
            // Somebody emptied Redis, or took the group away.
            create(redis);
            return List.of();
        }
    }

    @SuppressWarnings("unchecked") // Lettuce's varargs
    private List<Arrived> fetch(RedisCommands<String, byte[]> redis) {
        while (ownFirst) {
            List<StreamMessage<String, byte[]>> given =
                    redis.xreadgroup(
                            self,
                            XReadArgs.Builder.count(settings.batch()),
                            XReadArgs.StreamOffset.from(stream, "0"));
            ownFirst = given != null && !given.isEmpty();
            List<Arrived> own = arrived(redis, given);
            if (!own.isEmpty()) {
                return own;
            }
        }
        List<Arrived> left = leftByOthers(redis);
        return left.isEmpty()
                ? arrived(
                        redis,
                        redis.xreadgroup(
                                self,
                                XReadArgs.Builder.count(settings.batch()).block(WAIT),
                                XReadArgs.StreamOffset.lastConsumed(stream)))
                : left;
    }

    private List<Arrived> leftByOthers(RedisCommands<String, byte[]> redis) {
        long now = System.nanoTime();
        boolean through = claimFrom.equals("0-0");
        if (through && claimed != 0 && now - claimed < settings.minIdle().toNanos() / 2) {
            return List.of();
        }
        claimed = now;
        ClaimedMessages<String, byte[]> found =
                redis.xautoclaim(
                        stream,
                        new XAutoClaimArgs<String>()
                                .consumer(self)
                                .minIdleTime(settings.minIdle())
                                .startId(claimFrom)
                                .count(settings.batch()));
        claimFrom = found.getId();
        return arrived(redis, found.getMessages());
    }

    private List<Arrived> arrived(
            RedisCommands<String, byte[]> redis,
            @Nullable List<StreamMessage<String, byte[]>> messages) {
        List<Arrived> all = new ArrayList<>();
        for (StreamMessage<String, byte[]> message :
                messages == null ? List.<StreamMessage<String, byte[]>>of() : messages) {
            if (message == null || message.getId() == null) {
                continue;
            }
            if (message.getBody() == null || message.getBody().isEmpty()) {
                // Deleted from the stream meanwhile: there is nothing left to take.
                redis.xack(stream, group, message.getId());
                continue;
            }
            all.add(arrived(message.getId(), message.getBody()));
        }
        return all;
    }

    private Arrived arrived(String id, Map<String, byte[]> body) {
        ObjectNode fields = Json.MAPPER.createObjectNode();
        body.forEach((name, value) -> fields.put(name, new String(value, StandardCharsets.UTF_8)));
        boolean readable =
                body.entrySet().stream()
                        .allMatch(
                                field ->
                                        Arrived.isText(
                                                fields.path(field.getKey()).asText(),
                                                field.getValue()));
        return new Arrived("redis", stream, id, fields.toString(), readable ? fields : null);
    }

    private RedisCommands<String, byte[]> connected() {
        StatefulRedisConnection<String, byte[]> now = connection;
        if (now == null || !now.isOpen()) {
            disconnect();
            now = client.connect(CODEC);
            connection = now;
            ownFirst = true;
            create(now.sync());
        }
        return now.sync();
    }

    private void create(RedisCommands<String, byte[]> redis) {
        try {
            redis.xgroupCreate(
                    XReadArgs.StreamOffset.from(stream, from),
                    group,
                    XGroupCreateArgs.Builder.mkstream());
        } catch (RedisBusyException e) {
            // It is there already.
        }
        if (from.equals("$")) {
            from = "0"; // once it has begun, what comes while there is no group is not to be missed
        }
    }

    synchronized void acknowledge(String id) {
        connected().xack(stream, group, id);
    }

    /** What was fetched comes again, in its order. */
    synchronized void again() {
        ownFirst = true;
        fetched.clear();
    }

    synchronized void disconnect() {
        StatefulRedisConnection<String, byte[]> old = connection;
        connection = null;
        fetched.clear();
        if (old != null) {
            old.closeAsync();
        }
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
