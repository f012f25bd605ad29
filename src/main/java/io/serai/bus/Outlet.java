package io.serai.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Writes records to Kafka, on a thread of its own: whoever has one to write goes on at once. What
 * could not be written is written again, for as long as the hub runs and there is room; beyond that
 * it is forgotten, since the sweep finds what it was about.
 */
@Component
class Outlet {

    private static final Logger log = LoggerFactory.getLogger(Outlet.class);
    private static final long FIRST_WAIT = 100;
    private static final long LONGEST_WAIT = 1_000;
    private static final int LONGEST_KEPT = 256 * 1024;

    /** A hub that has nothing to write notices all the same that Kafka was away. */
    private static final long LOOK_EVERY = TimeUnit.SECONDS.toNanos(2);

    /** A record on its way; {@code written} is null if nobody waits for it. */
    private static final class Parcel {
        private final String topic;
        private final byte[] key;
        private final byte[] value;
        private final @Nullable CompletableFuture<@Nullable Void> written;

        Parcel(
                String topic,
                byte[] key,
                byte[] value,
                @Nullable CompletableFuture<@Nullable Void> written) {
            this.topic = topic;
            this.key = key;
            this.value = value;
            this.written = written;
        }
    }

    private final Topics topics;
    private final ObjectProvider<CamelContext> camel;
    private final BlockingQueue<Parcel> queue;
    private final Map<String, AsyncProducer> producers = new HashMap<>();
    private final Counter failures;
    private final Counter dropped;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("bus-outlet").unstarted(this::run);
    private volatile boolean open = true;
    private volatile @Nullable String trouble = "not connected yet";
    private volatile boolean lost;
    private Runnable missed = () -> {};
    private Runnable back = () -> {};
    private long wait = FIRST_WAIT;
    private long looked;

    Outlet(
            Topics topics,
            BusSettings settings,
            ObjectProvider<CamelContext> camel,
            MeterRegistry metrics) {
        this.topics = topics;
        this.camel = camel;
        this.queue = new LinkedBlockingQueue<>(settings.backlog());
        this.failures =
                counter(metrics, "serai.bus.produce.failures", "Records to be written again");
        this.dropped =
                counter(metrics, "serai.bus.produce.dropped", "Records left to the sweep instead");
        metrics.gaugeCollectionSize("serai.bus.produce.backlog", List.of(), queue);
    }

    private static Counter counter(MeterRegistry metrics, String name, String description) {
        return Counter.builder(name).description(description).register(metrics);
    }

    /**
     * Begins to write.
     *
     * @param missed to be run when word was lost and there is room for it again
     * @param back to be run when Kafka was away and is there again
     */
    void start(Runnable missed, Runnable back) {
        this.missed = missed;
        this.back = back;
        thread.start();
    }

    /** Spreads a word; never waits. */
    void spread(String topic, Word word) {
        if (!queue.offer(new Parcel(topic, word.key(), word.value(), null))) {
            drop();
        }
    }

    private void drop() {
        dropped.increment();
        lost = true;
    }

    /** Keeps what could not be read, as it was; completes when Kafka has it. */
    CompletableFuture<@Nullable Void> keep(byte[] key, byte[] value) throws InterruptedException {
        CompletableFuture<@Nullable Void> written = new CompletableFuture<>();
        queue.put(new Parcel(topics.dead(), beginning(key), beginning(value), written));
        return written;
    }

    /** Of what is so long that Kafka might never take it. */
    private static byte[] beginning(byte[] bytes) {
        return bytes.length <= LONGEST_KEPT ? bytes : Arrays.copyOf(bytes, LONGEST_KEPT);
    }

    /** What is wrong with writing to Kafka, by the latest try; null if nothing. */
    @Nullable String trouble() {
        return trouble;
    }

    private void run() {
        try {
            connect();
            while (open) {
                tellOfLosses();
                Parcel parcel = queue.poll(FIRST_WAIT, TimeUnit.MILLISECONDS);
                if (parcel == null) {
                    look();
                    continue;
                }
                if (trouble != null) {
                    pause();
                    reach();
                }
                write(parcel);
            }
        } catch (InterruptedException e) {
            log.debug("No more is written to Kafka");
        }
    }

    /** Once there is room again: what was dropped is in the store, to be found. */
    private void tellOfLosses() {
        if (lost && trouble == null && queue.isEmpty()) {
            lost = false;
            missed.run();
        }
    }

    /**
     * With nothing more to write, whether it could be. Also while a record is on its way: it may
     * arrive after all once Kafka is back, and nobody would know that it was away.
     */
    private void look() throws InterruptedException {
        long now = System.nanoTime();
        if (trouble == null && now - looked < LOOK_EVERY) {
            return;
        }
        if (trouble != null) {
            pause();
        }
        if (reach()) {
            recovered();
        }
        looked = System.nanoTime();
    }

    /**
     * Whether Kafka answers. Topics that are gone, since somebody deleted them or Kafka lost all it
     * had, are made anew; what was on them is in the store.
     */
    private boolean reach() throws InterruptedException {
        try {
            topics.brokers(); // says so soon if nobody is there; for topics the client waits longer
            if (topics.ensure()) {
                log.warn("Topics on Kafka were gone and have been made anew");
                missed.run();
            }
            return true;
        } catch (ExecutionException | RuntimeException e) {
            failed(e.getCause() == null ? e : e.getCause());
            return false;
        }
    }

    /** Nothing is written before the topics are there, or a broker might make poor ones. */
    private void connect() throws InterruptedException {
        boolean told = false;
        while (trouble != null) {
            try {
                if (camel.getObject().isStarted()) {
                    topics.ensure();
                    trouble = null;
                    wait = FIRST_WAIT;
                    if (told) {
                        log.info("Kafka takes records now");
                    }
                    return;
                }
            } catch (ExecutionException | RuntimeException e) {
                Throwable cause = e.getCause() == null ? e : e.getCause();
                trouble = cause.getClass().getSimpleName();
                if (!told) {
                    log.warn(
                            "Kafka cannot be reached yet ({}); is serai.bus.brokers right? Messages"
                                    + " are taken in and wait in the store",
                            trouble);
                    told = true;
                }
            }
            pause();
        }
    }

    private void pause() throws InterruptedException {
        Thread.sleep(wait);
        wait = Math.min(2 * wait, LONGEST_WAIT);
    }

    private void write(Parcel parcel) {
        try {
            AsyncProducer producer = producers.get(parcel.topic);
            if (producer == null) {
                producer = topics.endpoint(parcel.topic).createAsyncProducer();
                producer.start();
                producers.put(parcel.topic, producer);
            }
            // A new exchange holds nothing from outside: no header names another topic or key.
            Exchange exchange = producer.getEndpoint().createExchange();
            exchange.getMessage().setHeader(KafkaConstants.KEY, parcel.key);
            exchange.getMessage().setBody(parcel.value);
            producer.process(exchange, sync -> written(parcel, exchange.getException()));
        } catch (RuntimeException e) {
            written(parcel, e);
        } catch (Exception e) {
            written(parcel, e);
        }
    }

    private void written(Parcel parcel, @Nullable Exception failure) {
        if (failure == null) {
            recovered();
            if (parcel.written != null) {
                parcel.written.complete(null);
            }
            return;
        }
        failures.increment();
        failed(failure);
        if (open && !queue.offer(parcel)) {
            drop();
        }
    }

    private synchronized void failed(Throwable failure) {
        if (trouble == null && open) {
            log.warn("Kafka does not take records: {}", failure.getClass().getSimpleName());
        }
        trouble = failure.getClass().getSimpleName();
    }

    /** What others had to tell when they went meanwhile is in the store, to be found. */
    private void recovered() {
        synchronized (this) {
            if (trouble == null) {
                return;
            }
            trouble = null;
            wait = FIRST_WAIT;
        }
        log.info("Kafka takes records again");
        back.run();
    }

    void stop() {
        open = false;
        thread.interrupt();
        producers.values().forEach(AsyncProducer::stop);
        topics.close();
    }
}
