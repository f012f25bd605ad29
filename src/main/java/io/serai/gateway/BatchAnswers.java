package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.gateway.Answers.Question;
import io.serai.gateway.Answers.Said;
import io.serai.gateway.Answers.Terms;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a system for many keys with one call. Each key's answer is remembered by itself: only keys
 * without a young answer are asked for, and a key that somebody else is asking for at this moment
 * is waited for instead.
 */
final class BatchAnswers implements AutoCloseable {

    /** What is asked for, on the exchange of the call: a list of strings. */
    static final String KEYS = "serai-keys";

    private static final Logger LOG = LoggerFactory.getLogger(BatchAnswers.class);

    private final Answers answers;
    private final Systems systems;
    private final ProducerTemplate routes;
    private final Clock clock;
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentMap<Question, CompletableFuture<Said>> underWay =
            new ConcurrentHashMap<>();

    BatchAnswers(Answers answers, Systems systems, ProducerTemplate routes, Clock clock) {
        this.answers = answers;
        this.systems = systems;
        this.routes = routes;
        this.clock = clock;
    }

    /**
     * Who is asked how.
     *
     * @param keysName the entry of the call's body, a Map, that gets the keys
     * @param arguments its other entries, the same for all keys
     */
    record Call(String system, String uri, String keysName, Map<String, Object> arguments) {

        Question question(String key) {
            Map<String, Object> body = new LinkedHashMap<>(arguments);
            body.put(keysName, key);
            return new Question(uri, body);
        }

        Map<String, Object> body(List<String> keys) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put(keysName, keys);
            body.putAll(arguments);
            return body;
        }
    }

    /** Answers for every key, always, and within the patience of the terms. */
    Map<String, Answer> answers(Call call, Collection<String> keys, Terms terms) {
        Map<String, Answer> given = new LinkedHashMap<>();
        Map<String, @Nullable Said> old = new LinkedHashMap<>();
        for (String key : keys) {
            Said known = answers.known(call.question(key), terms);
            if (known != null && answers.isYoung(known, terms)) {
                given.put(
                        key,
                        answers.counted(
                                new Answer(
                                        call.system,
                                        Answer.State.CACHED,
                                        known.at(),
                                        known.data(),
                                        null)));
            } else {
                old.put(key, known);
            }
        }
        if (!old.isEmpty()) {
            given.putAll(asked(call, old, terms));
        }
        return given;
    }

    private Map<String, Answer> asked(
            Call call, Map<String, @Nullable Said> old, Terms terms) {
        SystemSettings settings = systems.settings(call.system);
        if (settings == null || !settings.connected()) {
            return instead(
                    call,
                    old,
                    "not connected: serai.systems." + call.system + ".url is not set");
        }
        Map<String, CompletableFuture<Said>> waits = ask(call, old.keySet(), terms);
        try {
            CompletableFuture.allOf(waits.values().toArray(CompletableFuture[]::new))
                    .get(terms.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("Not every key of {} has an answer", call.uri);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return instead(call, old, "the hub is stopping");
        }
        String late = "no answer within " + terms.patience().toMillis() + " ms";
        Map<String, Answer> given = new LinkedHashMap<>();
        Map<String, @Nullable Said> left = new LinkedHashMap<>();
        String reason = late;
        for (Map.Entry<String, CompletableFuture<Said>> wait : waits.entrySet()) {
            CompletableFuture<Said> said = wait.getValue();
            if (said.state() == java.util.concurrent.Future.State.SUCCESS) {
                given.put(wait.getKey(), fresh(call, said.resultNow()));
            } else {
                left.put(wait.getKey(), old.get(wait.getKey()));
                reason = said.isCompletedExceptionally() ? Reasons.of(said.exceptionNow()) : late;
            }
        }
        if (!left.isEmpty()) {
            given.putAll(instead(call, left, reason));
        }
        return given;
    }

    private Answer fresh(Call call, Said said) {
        return answers.counted(
                new Answer(call.system, Answer.State.FRESH, said.at(), said.data(), null));
    }

    private Map<String, Answer> instead(
            Call call, Map<String, @Nullable Said> old, String reason) {
        LOG.warn("{} does not answer for {} keys: {}", call.system, old.size(), reason);
        Map<String, Answer> given = new LinkedHashMap<>();
        old.forEach((key, known) -> given.put(key, answers.instead(call.system, known, reason)));
        return given;
    }

    private Map<String, CompletableFuture<Said>> ask(
            Call call, Collection<String> keys, Terms terms) {
        Map<String, CompletableFuture<Said>> waits = new LinkedHashMap<>();
        Map<String, CompletableFuture<Said>> ours = new LinkedHashMap<>();
        for (String key : keys) {
            CompletableFuture<Said> own = new CompletableFuture<>();
            CompletableFuture<Said> other = underWay.putIfAbsent(call.question(key), own);
            waits.put(key, other == null ? own : other);
            if (other == null) {
                ours.put(key, own);
            }
        }
        if (!ours.isEmpty()) {
            callers.execute(() -> call(call, ours, terms));
        }
        return waits;
    }

    private void call(Call call, Map<String, CompletableFuture<Said>> ours, Terms terms) {
        try {
            JsonNode data = said(call, new ArrayList<>(ours.keySet()));
            ours.forEach(
                    (key, wait) -> {
                        JsonNode one = data.get(key);
                        Said said =
                                new Said(
                                        one == null || one.isNull() ? null : one,
                                        clock.instant(),
                                        terms.staleFor());
                        answers.remember(call.question(key), said);
                        wait.complete(said);
                    });
        } catch (Exception e) {
            ours.values().forEach(wait -> wait.completeExceptionally(e));
        } finally {
            ours.forEach((key, wait) -> underWay.remove(call.question(key), wait));
        }
    }

    private JsonNode said(Call call, List<String> keys) throws Exception {
        Exchange reply =
                routes.request(
                        call.uri,
                        exchange -> {
                            exchange.setProperty(KEYS, keys);
                            exchange.getMessage().setBody(call.body(keys));
                        });
        if (reply.getException() != null) {
            throw reply.getException();
        }
        if (reply.getMessage().getBody() instanceof ObjectNode byKey) {
            return byKey;
        }
        throw new ContractException("its answer is not an object with the keys asked for");
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
