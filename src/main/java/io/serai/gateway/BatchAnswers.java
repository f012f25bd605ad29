package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Trail;
import io.serai.gateway.Answer.State;
import io.serai.gateway.Answers.Question;
import io.serai.gateway.Answers.Said;
import io.serai.gateway.Answers.Terms;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
    private final ConcurrentMap<Question, Flight> underWay = new ConcurrentHashMap<>();

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
     * @param caller for whom; null if nobody in particular
     */
    record Call(
            String system,
            String uri,
            String keysName,
            Map<String, Object> arguments,
            @Nullable String caller) {

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

    /** One key's call, which it shares with the others of its batch. */
    private record Flight(CompletableFuture<Said> said, CallTime time) {}

    /**
     * Answers for every key, always, and within the patience.
     *
     * @param patience how long who asks can wait: that of the terms, or less
     */
    Map<String, Answer> answers(
            Call call, Collection<String> keys, Terms terms, Duration patience) {
        Map<String, Answer> given = new LinkedHashMap<>();
        Map<String, @Nullable Said> old = new LinkedHashMap<>();
        Set<String> renewed = new LinkedHashSet<>();
        Map<Question, Said> all =
                answers.kept().known(keys.stream().map(call::question).toList(), terms);
        for (String key : keys) {
            Said known = all.get(call.question(key));
            if (known == null
                    || !answers.kept()
                            .isYoung(known, terms.life(known).plus(terms.revalidateFor()))) {
                old.put(key, known);
                continue;
            }
            given.put(key, answer(call, State.CACHED, known));
            if (!answers.kept().isYoung(known, terms.life(known))) {
                renewed.add(key);
            }
        }
        SystemSettings settings = systems.connected(call.system);
        if (settings != null) {
            ask(call, settings, renewed, terms, terms.patience());
            given.putAll(asked(call, settings, old, terms, patience));
        } else {
            given.putAll(
                    instead(
                            call,
                            old,
                            "not connected: serai.systems." + call.system + ".url is not set"));
        }
        return given;
    }

    private Map<String, Answer> asked(
            Call call,
            SystemSettings settings,
            Map<String, @Nullable Said> old,
            Terms terms,
            Duration patience) {
        Map<String, CompletableFuture<Said>> waits =
                ask(call, settings, old.keySet(), terms, patience);
        try {
            Patience.await(
                    CompletableFuture.allOf(waits.values().toArray(CompletableFuture[]::new)),
                    patience);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("Not every key of {} has an answer", call.uri);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return instead(call, old, "the hub is stopping");
        }
        Map<String, Answer> given = new LinkedHashMap<>();
        Map<String, @Nullable Said> left = new LinkedHashMap<>();
        String reason = Reasons.late(patience);
        for (Map.Entry<String, CompletableFuture<Said>> wait : waits.entrySet()) {
            CompletableFuture<Said> said = wait.getValue();
            Said one = said.isDone() && !said.isCompletedExceptionally() ? said.join() : null;
            if (one != null && !one.lost()) {
                given.put(wait.getKey(), answer(call, State.FRESH, one));
                continue;
            }
            left.put(wait.getKey(), old.get(wait.getKey()));
            if (one != null) {
                reason = Objects.requireNonNull(one.missing());
            } else if (said.isDone()) {
                reason = Reasons.of(said.exceptionNow(), patience);
            }
        }
        given.putAll(instead(call, left, reason));
        return given;
    }

    private Answer answer(Call call, State state, Said said) {
        return answers.counted(
                new Answer(call.system, state, said.at(), said.data(), said.missing()));
    }

    private Map<String, Answer> instead(Call call, Map<String, @Nullable Said> old, String reason) {
        Map<String, Answer> given = new LinkedHashMap<>();
        if (!old.isEmpty()) {
            answers.tell(call.system, reason);
            old.forEach(
                    (key, known) -> given.put(key, answers.instead(call.system, known, reason)));
        }
        return given;
    }

    /** Joins the calls under way for these keys, and makes one for the rest. */
    private Map<String, CompletableFuture<Said>> ask(
            Call call,
            SystemSettings settings,
            Collection<String> keys,
            Terms terms,
            Duration patience) {
        CallTime time = new CallTime(patience);
        Map<String, CompletableFuture<Said>> waits = new LinkedHashMap<>();
        Map<String, Flight> ours = new LinkedHashMap<>();
        for (String key : keys) {
            Flight own = new Flight(new CompletableFuture<>(), time);
            Flight other = underWay.putIfAbsent(call.question(key), own);
            if (other == null) {
                ours.put(key, own);
                waits.put(key, own.said);
            } else {
                other.time.extend(patience);
                waits.put(key, other.said);
            }
        }
        if (!ours.isEmpty() && enter(call, settings, ours)) {
            String traceparent = Trail.traceparent();
            callers.execute(
                    () -> {
                        try (var _ = Trail.open(null, traceparent)) {
                            fly(call, ours, terms, time);
                        }
                    });
        }
        return waits;
    }

    /** False if the caller has enough calls under way; whoever waits is told. */
    private boolean enter(Call call, SystemSettings settings, Map<String, Flight> ours) {
        try {
            answers.shares().enter(call.system, call.caller, settings.perCaller());
            return true;
        } catch (BusyException e) {
            answers.refused(call.system);
            land(call, ours, Map.of(), e);
            return false;
        }
    }

    private void fly(Call call, Map<String, Flight> ours, Terms terms, CallTime time) {
        Map<String, Said> said = new LinkedHashMap<>();
        Throwable failure = null;
        try {
            said.putAll(time.call(() -> made(call, new ArrayList<>(ours.keySet()), terms)));
            for (Map.Entry<String, Said> one : said.entrySet()) {
                if (!one.getValue().lost()) {
                    answers.kept().put(call.question(one.getKey()), one.getValue());
                }
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
        // Before anybody hears of it: who asks again at once is not in his own way.
        answers.shares().leave(call.system, call.caller);
        land(call, ours, said, failure);
    }

    private void land(
            Call call,
            Map<String, Flight> ours,
            Map<String, Said> said,
            @Nullable Throwable failure) {
        for (Map.Entry<String, Flight> one : ours.entrySet()) {
            underWay.remove(call.question(one.getKey()), one.getValue());
            if (failure == null) {
                one.getValue().said.complete(said.get(one.getKey()));
            } else {
                one.getValue().said.completeExceptionally(failure);
            }
        }
    }

    private Map<String, Said> made(Call call, List<String> keys, Terms terms) {
        Exchange reply =
                routes.request(
                        call.uri,
                        exchange -> {
                            exchange.setProperty(Answers.SYSTEM, call.system);
                            exchange.setProperty(KEYS, keys);
                            exchange.getMessage().setBody(call.body(keys));
                        });
        if (reply.getException() != null) {
            throw new CompletionException(reply.getException());
        }
        if (!(reply.getMessage().getBody() instanceof ObjectNode byKey)) {
            throw new ContractException("its answer is not an object with the keys asked for");
        }
        String missing = reply.getProperty(Answers.PARTIAL, String.class);
        Map<String, Said> said = new LinkedHashMap<>();
        for (String key : keys) {
            JsonNode one = byKey.get(key);
            JsonNode data = one == null || one.isNull() ? null : one;
            said.put(key, new Said(data, clock.instant(), terms.staleFor(), missing));
        }
        return said;
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
