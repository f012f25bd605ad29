package io.serai.publish;

import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Makes the producer of {@code routes/events/kafka.camel.yaml}: behind a record that could not be
 * written it writes nothing more of the page.
 *
 * <p>Kafka's own goes on with what it holds, whatever became of the record before; the page, which
 * then is written again, would stand behind its own second half. So it is closed the moment a
 * record fails, and the next page gets another. Only with one request on its way at a time ({@code
 * maxInFlightRequest: 1}) has nothing behind the record left yet.
 */
@Component("unbrokenProducers")
class UnbrokenProducers extends DefaultKafkaClientFactory {

    private volatile @Nullable Unbroken latest;

    @Override
    public Producer<?, ?> getProducer(Properties settings) {
        // Its telemetry logs an error when the producer is closed by a record that failed.
        settings.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        Unbroken made = new Unbroken(() -> super.getProducer(settings));
        latest = made;
        return made.proxy();
    }

    /** A page is about to be written, from its first record on. */
    void begin() {
        if (latest != null) {
            latest.begin();
        }
    }

    /** What was wrong with the first record of the page that could not be written. */
    @Nullable Exception failure() {
        return latest == null ? null : latest.now.failure.get();
    }

    @SuppressWarnings({"rawtypes", "unchecked"}) // as Camel's factory
    private static final class Unbroken {

        private final Supplier<Producer> maker;
        private volatile Producing now;

        Unbroken(Supplier<Producer> maker) {
            this.maker = maker;
            this.now = new Producing(maker.get());
        }

        Producer proxy() {
            return (Producer)
                    Proxy.newProxyInstance(
                            Producer.class.getClassLoader(),
                            new Class<?>[] {Producer.class},
                            (proxy, method, args) -> call(method, args));
        }

        private @Nullable Object call(Method method, Object @Nullable [] args) throws Throwable {
            if (method.getName().equals("send") && args != null) {
                return now.send(
                        (ProducerRecord) args[0], args.length > 1 ? (Callback) args[1] : null);
            }
            if (method.getName().equals("close")) {
                now.producer.close(Duration.ZERO); // what it holds was not noted and comes again
                return null;
            }
            try {
                return method.invoke(now.producer, args);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }

        void begin() {
            if (now.failure.get() != null) {
                now = new Producing(maker.get());
            }
        }
    }

    /** One of Kafka's, up to the first record that fails. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    private record Producing(Producer producer, AtomicReference<@Nullable Exception> failure) {

        Producing(Producer producer) {
            this(producer, new AtomicReference<>());
        }

        Future<RecordMetadata> send(ProducerRecord message, @Nullable Callback then) {
            Exception before = failure.get();
            if (before != null) {
                return CompletableFuture.failedFuture(before);
            }
            try {
                return producer.send(
                        message,
                        (place, e) -> {
                            if (e != null) {
                                failed(e);
                            }
                            if (then != null) {
                                then.onCompletion(place, e);
                            }
                        });
            } catch (RuntimeException e) {
                failed(e);
                return CompletableFuture.failedFuture(e);
            }
        }

        /** What it still holds fails as well, which comes here again. */
        private void failed(Exception e) {
            if (failure.compareAndSet(null, e)) {
                producer.close(Duration.ZERO);
            }
        }
    }
}
