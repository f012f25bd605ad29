package io.serai.bus;

import io.serai.event.Delivery;
import io.serai.event.Inbound;
import io.serai.event.Outgoing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A transport: what the endpoints {@code bus:inbound} and {@code bus:outbound} stand on. */
public interface Bus {

    /** Makes it durable. The receipt comes when it is, and not before. */
    CompletableFuture<Receipt> publish(Inbound inbound);

    /** Sets who handles arrivals; null while its route is being swapped, during which they wait. */
    void onInbound(@org.jspecify.annotations.Nullable Handler<Arrival, Arrival> handler);

    /** Sets who sends; null while its route is being swapped, during which messages wait. */
    void onOutbound(@org.jspecify.annotations.Nullable Handler<Outgoing, Delivery> handler);

    /**
     * Before the hub goes: takes up nothing new and waits for what is under way, replies included.
     * What only waits for a time to come, such as the next try at a platform that is away, is left
     * where it is: in the store, for the next run or another node.
     *
     * @param limit the longest to wait
     * @return how many conversations are still being worked on
     */
    int rest(Duration limit);

    /**
     * What stands at the far end.
     *
     * @param <T> what it is given
     * @param <R> what it returns
     */
    interface Handler<T, R> {
        R handle(T what) throws Exception;
    }
}
