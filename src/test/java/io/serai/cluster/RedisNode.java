package io.serai.cluster;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import java.time.Duration;

/** What one node has of Redis, for tests of what stands on it. */
public final class RedisNode implements AutoCloseable {

    private final Redis redis;
    private final RedisRelay relay;
    private final RedisAttendance attendance;
    private final RedisCache cache;
    private final RedisPlaces places;

    /**
     * Starts to connect.
     *
     * @param silence how long a node may be silent
     */
    public RedisNode(String url, String prefix, Duration silence) {
        RedisSettings settings = new RedisSettings(url, prefix);
        redis = new Redis(settings);
        RedisLink link = redis.link().orElseThrow();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        relay = new RedisRelay(link, settings, meters);
        attendance =
                new RedisAttendance(
                        link, settings, new NodeSettings("", Duration.ofSeconds(30), silence));
        cache = new RedisCache(link, settings, meters);
        places = new RedisPlaces(link, relay, settings);
        redis.start();
    }

    public boolean isUp() {
        return redis.link().orElseThrow().isUp();
    }

    public Relay relay() {
        return relay;
    }

    public Attendance attendance() {
        return attendance;
    }

    public SharedCache cache() {
        return cache;
    }

    public Places places() {
        return places;
    }

    /** Says nothing more, as if it had been killed. */
    public void kill() {
        relay.close();
        redis.close();
        attendance.close();
    }

    @Override
    public void close() {
        attendance.close();
        relay.close();
        redis.close();
    }
}
