package io.serai.cluster;

import io.lettuce.core.RedisException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The open places of a name are a list in Redis: who takes one off it has found it, and nobody else
 * can. What is brought, and what became of it, goes from node to node over the relay.
 */
final class RedisPlaces implements Places, AutoCloseable {

    private static final long MOMENT = 150;
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int PASSED_OVER = 5;
    private static final int PARTS = 4;
    private static final String TOPIC = "places:";
    private static final String BRING = "bring";
    private static final String TAKEN = "taken";
    private static final String NOT_TAKEN = "not-taken";

    private final RedisLink link;
    private final Relay relay;
    private final String prefix;
    private final String self = UUID.randomUUID().toString();
    private final Map<String, Receiver> open = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Boolean>> brought = new ConcurrentHashMap<>();
    private final Relay.Subscription subscription;

    RedisPlaces(RedisLink link, Relay relay, RedisSettings settings) {
        this.link = link;
        this.relay = relay;
        this.prefix = settings.prefix() + "place:";
        this.subscription = relay.subscribe(TOPIC + self, (topic, text) -> heard(text));
    }

    @Override
    public Place open(String name, Receiver receiver) {
        String id = UUID.randomUUID().toString();
        open.put(id, receiver);
        Mine place = new Mine(prefix + name, id);
        place.show();
        return place;
    }

    @Override
    public Optional<Found> find(String name) {
        for (int i = 0; i < PASSED_OVER; i++) {
            String[] found = pop(name);
            if (found == null) {
                return Optional.empty();
            }
            if (!found[0].equals(self)) {
                return Optional.of(what -> bring(found[0], found[1], what));
            }
        }
        return Optional.empty();
    }

    private String @Nullable [] pop(String name) {
        String found =
                link.ask().map(redis -> answer(() -> redis.lpop(prefix + name))).orElse(null);
        return found == null ? null : found.split(" ", 2);
    }

    private CompletableFuture<Boolean> bring(String node, String place, String what) {
        String id = UUID.randomUUID().toString();
        CompletableFuture<Boolean> outcome = new CompletableFuture<>();
        brought.put(id, outcome);
        relay.publish(TOPIC + node, String.join(" ", BRING, place, self + "/" + id, what));
        return outcome.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((taken, e) -> brought.remove(id));
    }

    private void heard(String text) {
        String[] parts = text.split(" ", PARTS);
        if (parts[0].equals(BRING) && parts.length == PARTS) {
            receive(parts[1], parts[2], parts[3]);
            return;
        }
        CompletableFuture<Boolean> outcome = brought.remove(parts[1]);
        if (outcome != null) {
            outcome.complete(parts[0].equals(TAKEN));
        }
    }

    private void receive(String place, String bringer, String what) {
        Receiver receiver = open.remove(place);
        CompletableFuture<Boolean> taken =
                receiver == null ? CompletableFuture.completedFuture(false) : receiver.bring(what);
        int end = bringer.indexOf('/');
        taken.thenAccept(
                done ->
                        relay.publish(
                                TOPIC + bringer.substring(0, end),
                                (done ? TAKEN : NOT_TAKEN) + " " + bringer.substring(end + 1)));
    }

    private interface Question<T> {
        Future<T> ask();
    }

    /** What Redis says; null if it does not, in a moment. */
    private static <T> @Nullable T answer(Question<T> question) {
        try {
            return question.ask().get(MOMENT, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException
                | TimeoutException
                | CancellationException
                | RedisException away) {
            return null;
        }
    }

    @Override
    public void close() {
        subscription.close();
    }

    private final class Mine implements Place {

        private final String key;
        private final String id;
        private volatile boolean shown;

        Mine(String key, String id) {
            this.key = key;
            this.id = id;
        }

        void show() {
            try {
                link.ask()
                        .ifPresent(
                                redis -> {
                                    redis.rpush(key, self + " " + id);
                                    redis.pexpire(key, LONGEST.toMillis());
                                    shown = true;
                                });
            } catch (RedisException away) {
                // Nobody finds it then.
            }
        }

        @Override
        public boolean wasFound() {
            if (!shown) {
                return false;
            }
            Long hidden =
                    link.ask()
                            .map(redis -> answer(() -> redis.lrem(key, 0, self + " " + id)))
                            .orElse(null);
            return hidden != null && hidden == 0;
        }

        @Override
        public void close() {
            if (open.remove(id) != null) {
                try {
                    link.ask().ifPresent(redis -> redis.lrem(key, 0, self + " " + id));
                } catch (RedisException away) {
                    // What is brought to it is not taken.
                }
            }
        }
    }
}
