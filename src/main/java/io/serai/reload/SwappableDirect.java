package io.serai.reload;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import org.apache.camel.Endpoint;
import org.apache.camel.Producer;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectEndpoint;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Camel's {@code direct:} with routes that can be swapped under load: callers wait for the new
 * route and those inside finish in the old one.
 *
 * <p>Camel's own producer remembers its consumer in two steps, so that a second caller can go on
 * sending to a route that is being stopped; and it waits no longer than for a route that isn't
 * there.
 */
class SwappableDirect extends DirectComponent {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /**
     * By name, for as long as somebody sends there or it is held: names come from outside, too, as
     * a customer's account does.
     */
    private final Cache<String, Lane> lanes = Caffeine.newBuilder().weakValues().build();

    private final Map<String, Lane> held = new ConcurrentHashMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        DirectEndpoint endpoint = new SwappableEndpoint(uri, this, remaining);
        endpoint.setBlock(isBlock());
        endpoint.setTimeout(getTimeout());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** Lets new messages to a route wait, and waits for those inside to be through. */
    void hold(String name, Duration drain) {
        Lane lane = lane(name);
        held.put(name, lane);
        lane.hold(drain);
    }

    void release(String name) {
        Lane lane = held.remove(name);
        if (lane != null) {
            lane.release();
        }
    }

    private Lane lane(String name) {
        return lanes.get(name, any -> new Lane());
    }

    /** How many are known. */
    long lanes() {
        lanes.cleanUp();
        return lanes.estimatedSize();
    }

    @Nullable DirectConsumer consumer(DirectEndpoint endpoint, String key)
            throws InterruptedException {
        return getConsumer(key, endpoint.isBlock(), endpoint.getTimeout());
    }

    private static final class SwappableEndpoint extends DirectEndpoint {

        private final SwappableDirect direct;
        private final String uri;
        private final String name;

        SwappableEndpoint(String uri, SwappableDirect direct, String name) {
            super(uri, direct);
            this.direct = direct;
            this.uri = uri;
            this.name = name;
        }

        @Override
        public Producer createProducer() {
            int query = uri.indexOf('?');
            String key = query < 0 ? uri : uri.substring(0, query);
            return new SwappableProducer(this, direct, key, direct.lane(name), PATIENCE);
        }
    }
}
