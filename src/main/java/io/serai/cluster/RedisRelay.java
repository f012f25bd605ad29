package io.serai.cluster;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Over Redis pub/sub. A topic is a channel that a node subscribes to while somebody listens. */
final class RedisRelay implements Relay, AutoCloseable {

    private static final int AT_ONCE = 500;
    private static final int TOKEN = 8;

    private final RedisLink link;
    private final String prefix;

    /** Before each text, to know one's own again. */
    private final String token = UUID.randomUUID().toString().substring(0, TOKEN);

    private final Topics topics = new Topics(this::open, this::unsubscribe);
    private final List<Runnable> whenConnected = new CopyOnWriteArrayList<>();
    private final ExecutorService actions =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("relay-connected").factory());
    private final Counter published;
    private final Counter received;
    private final Counter lost;

    RedisRelay(RedisLink link, RedisSettings settings, MeterRegistry meters) {
        this.link = link;
        this.prefix = settings.prefix() + of(link.database()) + "topic:";
        this.published = counter(meters, "published", "Hints for other nodes taken by Redis");
        this.received = counter(meters, "received", "Hints that came from other nodes");
        this.lost =
                counter(
                        meters,
                        "lost",
                        "Hints that Redis did not take; whom they concern catches up");
        meters.gauge("serai.relay.topics", topics, Topics::size);
        meters.gauge("serai.relay.up", link, it -> it.isUp() ? 1 : 0);
        link.onMessage(
                new RedisPubSubAdapter<>() {
                    @Override
                    public void message(String channel, String message) {
                        heard(channel, message);
                    }
                });
        link.onUp(this::resubscribe);
    }

    /** Unlike keys, channels are the same in all databases of a Redis. */
    private static String of(int database) {
        return database == 0 ? "" : database + ":";
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder("serai.relay." + name).description(description).register(meters);
    }

    @Override
    public void publish(String topic, String text) {
        try {
            link.ask()
                    .map(redis -> redis.publish(prefix + topic, token + text))
                    .ifPresentOrElse(
                            sent -> sent.whenComplete((n, e) -> count(e)), lost::increment);
        } catch (RuntimeException tooMuchUnderWay) {
            lost.increment();
        }
    }

    private void count(@Nullable Throwable failure) {
        (failure == null ? published : lost).increment();
    }

    private void heard(String channel, String message) {
        if (message.startsWith(token) || !channel.startsWith(prefix)) {
            return;
        }
        received.increment();
        String topic = channel.substring(prefix.length());
        if (!topics.deliver(topic, message.substring(TOKEN))) {
            unsubscribe(topic);
        }
    }

    @Override
    public Subscription subscribe(String topic, Listener listener) {
        return topics.add(topic, listener);
    }

    private CompletableFuture<Void> open(String topic) {
        return subscribe(List.of(topic));
    }

    /** Fails never: what can't be subscribed to now is once Redis is back. */
    private CompletableFuture<Void> subscribe(List<String> names) {
        try {
            return link.listen()
                    .map(
                            redis ->
                                    redis.subscribe(
                                                    names.stream()
                                                            .map(name -> prefix + name)
                                                            .toArray(String[]::new))
                                            .toCompletableFuture()
                                            .exceptionally(e -> null))
                    .orElseGet(() -> CompletableFuture.completedFuture(null));
        } catch (RuntimeException away) {
            return CompletableFuture.completedFuture(null);
        }
    }

    private void unsubscribe(String topic) {
        try {
            link.listen().ifPresent(redis -> redis.unsubscribe(prefix + topic));
        } catch (RuntimeException away) {
            // A new connection is subscribed only to what is listened to then.
        }
    }

    private void resubscribe() {
        List<String> names = new ArrayList<>(topics.names());
        List<CompletableFuture<Void>> under = new ArrayList<>();
        for (int from = 0; from < names.size(); from += AT_ONCE) {
            under.add(subscribe(names.subList(from, Math.min(from + AT_ONCE, names.size()))));
        }
        CompletableFuture.allOf(under.toArray(CompletableFuture[]::new))
                .thenRunAsync(() -> whenConnected.forEach(Runnable::run), actions);
    }

    @Override
    public void onConnected(Runnable action) {
        whenConnected.add(action);
    }

    @Override
    public boolean isConnected() {
        return link.isUp();
    }

    @Override
    public boolean isAlone() {
        return false;
    }

    @Override
    public void close() {
        actions.shutdownNow();
    }
}
