package io.serai.business;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.serai.business.EventIntake.Arrived;
import io.serai.store.Storable;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Behind {@code redis-stream-source}: fetches entries of a stream as one of a consumer group, and
 * acknowledges each once it is kept. While Redis is away it waits.
 */
@Component("redisStreams")
public class RedisStreams implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(RedisStreams.class);
    private static final long PAUSE = 500;
    private static final int LONGEST_WORDS = 160;

    private final RedisEventsSettings settings;
    private final Map<String, RedisStream> streams = new ConcurrentHashMap<>();
    private final Set<String> away = ConcurrentHashMap.newKeySet();

    RedisStreams(RedisEventsSettings settings) {
        this.settings = settings;
    }

    /**
     * The body becomes the next entry, an {@link Arrived}; waits a second for one, and is null
     * then.
     *
     * @param from where a new group begins: 0 for all there is, or an entry's id
     */
    public void next(Exchange exchange, String stream, String group, String from)
            throws InterruptedException {
        exchange.getMessage().setBody(next(stream, group, from));
    }

    private @Nullable Arrived next(String name, String group, String from)
            throws InterruptedException {
        String key = name + "/" + group;
        RedisStream stream =
                streams.computeIfAbsent(key, it -> new RedisStream(settings, name, group, from));
        stream.beginAt(from);
        try {
            Arrived next = stream.next();
            if (away.remove(key)) {
                LOG.info("Redis gives business events of {} again", key);
            }
            return next;
        } catch (RedisException e) {
            if (away.add(key)) {
                LOG.warn("Business events of {} wait for Redis: {}", key, word(e));
            }
            stream.disconnect();
            TimeUnit.MILLISECONDS.sleep(PAUSE);
            return null;
        }
    }

    /** Redis says first what it is, such as WRONGTYPE or NOPERM; of an ERR only its words tell. */
    private static String word(RedisException e) {
        if (!(e instanceof RedisCommandExecutionException)) {
            return e.getClass().getSimpleName();
        }
        String said = String.valueOf(e.getMessage());
        return said.startsWith("ERR ")
                ? Storable.cut(said.replaceAll("\\p{Cntrl}", " "), LONGEST_WORDS)
                : said.split(" ", 2)[0];
    }

    /** Acknowledges the entry if it is kept; if not, it comes again after a pause. */
    public void settle(Exchange exchange, String name, String group) throws InterruptedException {
        RedisStream stream = Objects.requireNonNull(streams.get(name + "/" + group));
        Arrived arrived = Objects.requireNonNull(EventIntake.arrived(exchange));
        if (EventIntake.again(exchange) != null) {
            stream.again();
            TimeUnit.MILLISECONDS.sleep(PAUSE);
            return;
        }
        try {
            stream.acknowledge(arrived.entry());
        } catch (RedisException e) {
            // It comes again, and is known then.
            stream.disconnect();
        }
    }

    @Override
    public void destroy() {
        streams.values().forEach(RedisStream::close);
    }
}
