package io.serai.channel.wechat;

import com.fasterxml.jackson.core.JsonProcessingException;

import io.serai.cluster.Places;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Json;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
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
 * Where a reply meets a push that is still waiting to be answered, on this node or another, so that
 * it can go back in the push's own response: at once, and free of the quota of the customer-service
 * API.
 *
 * <p>Each waiting push takes one reply, or none. Nothing is lost in between: a reply that is not
 * taken goes by the API.
 */
@Component
final class PassiveReplies {

    /** How long a reply may still be on its way out after the bot is through. */
    private static final long GRACE_MILLIS = 250;

    /** How long what another node is bringing may be on its way. */
    private static final long HAND_OVER_MILLIS = 200;

    private static final Queue<Waiting> NONE = new ConcurrentLinkedQueue<>();

    private final Places places;
    private final Map<Address, Queue<Waiting>> waiting = new ConcurrentHashMap<>();

    @Autowired
    PassiveReplies(ObjectProvider<Places> places) {
        this(places.getIfAvailable(Places::none));
    }

    PassiveReplies(Places places) {
        this.places = places;
    }

    /** Opens a place for a reply to this user. It must be closed. */
    Waiting open(Address address) {
        Waiting place = new Waiting(address);
        waiting.compute(
                address,
                (key, queue) -> {
                    Queue<Waiting> all = queue == null ? new ConcurrentLinkedQueue<>() : queue;
                    all.add(place);
                    return all;
                });
        return place;
    }

    /**
     * Offers a reply to the oldest push of this user that still waits, on this node if there is
     * one.
     *
     * @return completes with true when it was written into the response, with false if it could not
     *     be, exceptionally if nobody can say; null if none waits
     */
    @Nullable Future<Boolean> offer(Address address, Content reply) {
        for (Waiting place : waiting.getOrDefault(address, NONE)) {
            if (place.answer.complete(Optional.of(reply))) {
                return place.written;
            }
        }
        return places.find(name(address)).map(found -> found.bring(words(reply))).orElse(null);
    }

    private static String name(Address address) {
        return "wechat:" + address.conversation();
    }

    private static String words(Content reply) {
        try {
            return Json.MAPPER.writerFor(Content.class).writeValueAsString(reply);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A push that waits for its answer. */
    final class Waiting implements AutoCloseable {

        private final Address address;
        private final Places.Place elsewhere;
        private final CompletableFuture<Optional<Content>> answer = new CompletableFuture<>();
        private final CompletableFuture<Boolean> written = new CompletableFuture<>();

        private Waiting(Address address) {
            this.address = address;
            this.elsewhere = places.open(name(address), this::bring);
        }

        /** Another node's reply. */
        private CompletableFuture<Boolean> bring(String words) {
            return answer.complete(Optional.of(Json.read(words, Content.class)))
                    ? written
                    : CompletableFuture.completedFuture(false);
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
            if (!answer.isDone() && elsewhere.wasFound()) {
                rest(answer, HAND_OVER_MILLIS);
            }
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
            elsewhere.close();
            waiting.computeIfPresent(
                    address,
                    (key, all) -> {
                        all.remove(this);
                        return all.isEmpty() ? null : all;
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
