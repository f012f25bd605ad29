package io.serai.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.gateway.Answer;
import io.serai.gateway.AnswerJson;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.dataloader.BatchLoaderEnvironment;
import org.dataloader.DataLoader;
import org.dataloader.DataLoaderFactory;
import org.dataloader.DataLoaderOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Asks the routes that the schema names, for many keys at once where they can be asked so. */
final class Routes implements AutoCloseable {

    /** The entry of the body that has the keys; the others are the field's arguments. */
    static final String KEYS = "keys";

    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    private static final int AT_ONCE = 8;

    private final ProducerTemplate routes;
    private final Clock clock;
    private final int mostKeys;
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    Routes(ProducerTemplate routes, int mostKeys, Clock clock) {
        this.routes = routes;
        this.mostKeys = mostKeys;
        this.clock = clock;
    }

    /**
     * A loader for one query.
     *
     * @param arguments the field's, the same for all keys; of no meaning where each key is asked
     *     for by itself, since it is all that is sent
     */
    DataLoader<Object, Told> loader(Feed feed, Map<String, Object> arguments, Errand errand) {
        DataLoaderOptions options =
                DataLoaderOptions.newOptions().setMaxBatchSize(mostKeys).build();
        return DataLoaderFactory.newMappedDataLoader(
                (Set<Object> keys, BatchLoaderEnvironment environment) ->
                        load(feed, arguments, List.copyOf(keys), errand),
                options);
    }

    private CompletableFuture<Map<Object, Told>> load(
            Feed feed, Map<String, Object> arguments, List<Object> keys, Errand errand) {
        Duration left = Duration.between(clock.instant(), errand.deadline());
        return CompletableFuture.supplyAsync(
                        () ->
                                feed.batch()
                                        ? together(feed.uri(), arguments, keys, errand)
                                        : oneByOne(feed.uri(), keys, errand),
                        callers)
                .orTimeout(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS)
                .exceptionally(
                        failure -> {
                            LOG.warn("{} gives no answer: {}", feed.uri(), reason(failure));
                            return Map.of();
                        })
                .thenApply(told -> complete(feed, told, keys));
    }

    /** A call that failed, or came too late, has no entries at all; each key is told so. */
    private static Map<Object, Told> complete(
            Feed feed, Map<Object, Told> told, List<Object> keys) {
        Map<Object, Told> all = new LinkedHashMap<>(told);
        if (told.isEmpty()) {
            keys.forEach(key -> all.put(key, Told.failed(name(feed.uri()))));
        } else {
            keys.forEach(key -> all.putIfAbsent(key, Told.NOTHING));
        }
        return all;
    }

    /** What is told of a route: its system, for {@code direct:system.orders.by-customers}. */
    private static String name(String uri) {
        String[] parts = uri.substring(uri.indexOf(':') + 1).split("\\.", -1);
        return parts.length > 1 && parts[0].equals("system") ? parts[1] : parts[0];
    }

    private Map<Object, Told> together(
            String uri, Map<String, Object> arguments, List<Object> keys, Errand errand) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>(arguments);
        body.put(KEYS, new ArrayList<>(keys));
        Object left = call(uri, body, errand);
        Map<Object, Told> told = new LinkedHashMap<>();
        switch (left) {
            case Map<?, ?> byKey -> keys.forEach(key -> told.put(key, Told.of(byKey.get(key))));
            case ObjectNode byKey ->
                    keys.forEach(key -> told.put(key, Told.of(byKey.get(key.toString()))));
            case null, default ->
                    throw new IllegalStateException("it leaves no object with the keys asked for");
        }
        return told;
    }

    private Map<Object, Told> oneByOne(String uri, List<Object> keys, Errand errand) {
        Semaphore turns = new Semaphore(AT_ONCE);
        List<CompletableFuture<Told>> calls =
                keys.stream()
                        .map(
                                key ->
                                        CompletableFuture.supplyAsync(
                                                () -> one(uri, key, errand, turns), callers))
                        .toList();
        Map<Object, Told> told = new LinkedHashMap<>();
        for (int at = 0; at < keys.size(); at++) {
            told.put(keys.get(at), calls.get(at).join());
        }
        return told;
    }

    private Told one(String uri, Object key, Errand errand, Semaphore turns) {
        turns.acquireUninterruptibly();
        try {
            return Told.of(call(uri, key, errand));
        } catch (RuntimeException e) {
            LOG.warn("{} gives no answer: {}", uri, reason(e));
            return Told.failed(name(uri));
        } finally {
            turns.release();
        }
    }

    private @Nullable Object call(String uri, Object body, Errand errand) {
        Exchange reply =
                routes.request(
                        uri,
                        exchange -> {
                            errand.tell(exchange);
                            exchange.getMessage().setBody(body);
                        });
        if (reply.getException() != null) {
            throw new IllegalStateException(reply.getException());
        }
        Object left = reply.getMessage().getBody();
        if (left instanceof Map || left instanceof JsonNode || left == null) {
            return left;
        }
        return left instanceof Answer ? left : json(reply, left);
    }

    /** A route without Java leaves text, or what can be read as it. */
    private static Object json(Exchange reply, Object left) {
        String text = reply.getMessage().getBody(String.class);
        try {
            return text == null ? left : AnswerJson.read(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("it leaves no JSON");
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
