package io.serai.bus;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;

import io.serai.event.Message;
import io.serai.store.Sole;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Between hubs: a record per message, keyed by conversation, so that one hub at a time is at work
 * on it.
 */
final class KafkaTransport implements Transport {

    /** Whoever waits for an answer waits no longer: WeChat gives up after five seconds. */
    private static final Duration LEARNED_IN_TIME = Duration.ofSeconds(5);

    private final Topics topics;
    private final Outlet outlet;
    private final Sole sole;

    /** By conversation, those who would like to know when it is handled. */
    private final Cache<String, CompletableFuture<@Nullable Void>> curious =
            Caffeine.newBuilder()
                    .maximumSize(50_000)
                    .expireAfterWrite(LEARNED_IN_TIME)
                    .scheduler(Scheduler.systemScheduler())
                    .<String, CompletableFuture<@Nullable Void>>removalListener(
                            (conversation, handled, cause) -> {
                                if (handled != null) {
                                    handled.complete(null);
                                }
                            })
                    .build();

    KafkaTransport(Topics topics, Outlet outlet, Sole sole) {
        this.topics = topics;
        this.outlet = outlet;
        this.sole = sole;
    }

    @Override
    public CompletableFuture<@Nullable Void> arrived(Arrival arrival) {
        Message message = arrival.message();
        if (arrival.conversation().handledSeq() >= message.seq()) {
            return CompletableFuture.completedFuture(null); // its human owner sees it
        }
        String conversation = message.conversation();
        CompletableFuture<@Nullable Void> handled =
                curious.asMap().computeIfAbsent(conversation, id -> new CompletableFuture<>());
        outlet.spread(topics.inbound(), new Word(conversation, message.seq()));
        return handled;
    }

    /** This hub handled all there was in the conversation. */
    void handled(String conversation) {
        curious.invalidate(conversation);
    }

    @Override
    public void toSend(Message message) {
        outlet.spread(topics.outbound(), new Word(message.conversation(), message.seq()));
    }

    @Override
    public void wakeInbound(String conversation) {
        outlet.spread(topics.inbound(), new Word(conversation, 0));
    }

    @Override
    public void wakeOutbound(String conversation) {
        outlet.spread(topics.outbound(), new Word(conversation, 0));
    }

    @Override
    public void start(Runnable missed, Runnable back) {
        sole.share();
        outlet.start(missed, back);
    }

    @Override
    public void storeIsBack() {
        sole.look();
    }

    /** Its share goes to the others at once. */
    @Override
    public void rest() {
        topics.leave();
    }

    @Override
    public void stop() {
        outlet.stop();
        sole.release();
    }
}
