package io.serai.reload;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.support.DefaultAsyncProducer;
import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** Sends to whichever route consumes a {@code direct:} endpoint at the moment. */
final class SwappableProducer extends DefaultAsyncProducer {

    private final DirectEndpoint endpoint;
    private final SwappableDirect direct;
    private final String key;
    private final Lane lane;
    private final Duration patience;

    SwappableProducer(
            DirectEndpoint endpoint,
            SwappableDirect direct,
            String key,
            Lane lane,
            Duration patience) {
        super(endpoint);
        this.endpoint = endpoint;
        this.direct = direct;
        this.key = key;
        this.lane = lane;
        this.patience = patience;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        boolean entered = false;
        try {
            entered = lane.enter(patience);
            DirectConsumer consumer = entered ? direct.consumer(endpoint, key) : null;
            if (consumer != null) {
                return consumer.getAsyncProcessor()
                        .process(
                                exchange,
                                doneSync -> {
                                    lane.leave();
                                    callback.done(doneSync);
                                });
            }
            if (endpoint.isFailIfNoConsumers()) {
                exchange.setException(
                        new DirectConsumerNotAvailableException(
                                "No consumers available on endpoint: " + endpoint, exchange));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
        }
        if (entered) {
            lane.leave();
        }
        return done(callback);
    }

    private static boolean done(@Nullable AsyncCallback callback) {
        if (callback != null) {
            callback.done(true);
        }
        return true;
    }
}
