package io.serai.channel.wechat;

import io.serai.event.Address;
import io.serai.event.Content;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where a reply meets a push that is still waiting to be answered, so that it can go back in the
 * push's own response: at once, and free of the quota of the customer-service API.
 *
 * <p>Each waiting push takes one reply, or none. Nothing is lost in between: a reply that is not
 * taken goes by the API.
 */
@Component
final class PassiveReplies {

    /** How long a reply may still be on its way out after the bot is through. */
    private static final long GRACE_MILLIS = 250;

    private final Map<Address, Queue<Waiting>> waiting = new ConcurrentHashMap<>();

    /** Opens a place for a reply to this user. It must be closed. */
    Waiting open(Address address) {
        Waiting place = new Waiting(address);
        waiting.compute(
                address,
                (key, queue) -> {
                    Queue<Waiting> places = queue == null ? new ConcurrentLinkedQueue<>() : queue;
                    places.add(place);
                    return places;
                });
        return place;
    }

    /**
     * Offers a reply to the oldest push of this user that still waits.
     *
     * @return completes with true when it was written into the response, with false if it could not
     *     be; null if none waits
     */
    @Nullable Future<Boolean> offer(Address address, Content reply) {
        Queue<Waiting> places = waiting.get(address);
        if (places == null) {
            return null;
        }
        for (Waiting place : places) {
            if (place.answer.complete(Optional.of(reply))) {
                return place.written;
            }
        }
        return null;
    }

    /** A push that waits for its answer. */
    final class Waiting implements AutoCloseable {

        private final Address address;
        private final CompletableFuture<Optional<Content>> answer = new CompletableFuture<>();
        private final CompletableFuture<Boolean> written = new CompletableFuture<>();

        private Waiting(Address address) {
            this.address = address;
        }

        /** Waits until there is a reply, the bot is through without one, or the time is over. */
        Optional<Content> await(CompletionStage<Void> handled, long millis) {
            CompletableFuture<Void> through = handled.toCompletableFuture();
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            rest(CompletableFuture.anyOf(answer, through.exceptionally(e -> null)), millis);
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (!answer.isDone() && left > 0) {
                rest(answer, Math.min(left, GRACE_MILLIS));
            }
            return take();
        }

        /** Takes the reply if there is one; afterwards none is accepted any more. */
        Optional<Content> take() {
            answer.complete(Optional.empty());
            close();
            return answer.join();
        }

        /** Says whether the reply taken got into the response. */
        void written(boolean done) {
            written.complete(done);
        }

        @Override
        public void close() {
            answer.complete(Optional.empty());
            waiting.computeIfPresent(
                    address,
                    (key, places) -> {
                        places.remove(this);
                        return places.isEmpty() ? null : places;
                    });
        }
    }

    private static void rest(CompletableFuture<?> until, long millis) {
        try {
            until.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Nothing yet: what follows finds out by itself.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
