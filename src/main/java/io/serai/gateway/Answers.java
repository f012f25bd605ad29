package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.serai.cluster.SharedCache;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Asks a system through a route and remembers what it said: an answer is used again while it is
 * young, equal questions asked at the same time become one call, nobody waits longer than their
 * patience, and when the system fails the last answer stands in.
 */
final class Answers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    /** Exchange property of a call: the name of the system that is called. */
    static final String SYSTEM = "serai-system";

    /** Exchange property a call may leave: in words, what is missing of its answer. */
    static final String PARTIAL = "serai-partial";

    private final Systems systems;
    private final ProducerTemplate routes;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Shares shares = new Shares();
    private final Flights flights = new Flights(shares);
    private final KeptAnswers kept;
    private final Told told = new Told();

    Answers(
            Systems systems,
            ProducerTemplate routes,
            SharedCache shared,
            MeterRegistry meters,
            Clock clock) {
        this.systems = systems;
        this.kept = new KeptAnswers(new SharedAnswers(shared), clock);
        this.routes = routes;
        this.meters = meters;
        this.clock = clock;
    }

    /** What is asked of whom; equal questions have one answer. */
    record Question(String call, Object body) {}

    /** What a system said, and when, and what is missing of it. */
    record Said(@Nullable JsonNode data, Instant at, Duration keepFor, @Nullable String missing) {

        /** True if it may be what is missing, and so says nothing. */
        boolean lost() {
            return data == null && missing != null;
        }
    }

    /** How long to wait and to remember. */
    record Terms(
            Duration ttl,
            Duration missTtl,
            Duration revalidateFor,
            Duration staleFor,
            Duration patience) {

        /** For how long an answer is given again without asking. */
        Duration life(Answer answer) {
            return life(answer.data(), answer.error());
        }

        Duration life(Said said) {
            return life(said.data, said.missing);
        }

        private Duration life(@Nullable JsonNode data, @Nullable String missing) {
            return data == null || missing != null ? missTtl : ttl;
        }
    }

    /**
     * Answers always, and within the patience.
     *
     * @param patience how long who asks can wait: that of the terms, or less
     * @param caller for whom; null if nobody in particular
     */
    Answer answer(
            String system,
            String call,
            Object body,
            Terms terms,
            Duration patience,
            @Nullable String caller) {
        SystemSettings settings = systems.connected(system);
        if (settings == null) {
            return degraded(
                    system, null, "not connected: serai.systems." + system + ".url is not set");
        }
        Question question = new Question(call, body);
        Said known = kept.known(question, terms);
        if (known != null && kept.isYoung(known, terms.life(known))) {
            return counted(answer(system, Answer.State.CACHED, known));
        }
        Call asked = new Call(system, settings, question, terms, caller);
        if (known != null && kept.isYoung(known, terms.life(known).plus(terms.revalidateFor))) {
            renew(asked);
            return counted(answer(system, Answer.State.CACHED, known));
        }
        try {
            Said said = Patience.await(ask(asked, patience), patience);
            return counted(answer(system, Answer.State.FRESH, said));
        } catch (TimeoutException e) {
            return degraded(system, known, Reasons.late(patience));
        } catch (ExecutionException e) {
            return degraded(system, known, Reasons.of(e.getCause(), patience));
        } catch (BusyException e) {
            return degraded(system, known, Reasons.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return degraded(system, known, "the hub is stopping");
        }
    }

    /** One call to be made, or joined. */
    private record Call(
            String system,
            SystemSettings settings,
            Question question,
            Terms terms,
            @Nullable String caller) {}

    private CompletableFuture<Said> ask(Call call, Duration patience) {
        try {
            return flights.ask(
                    call.system,
                    call.question,
                    call.caller,
                    call.settings.perCaller(),
                    patience,
                    () -> make(call));
        } catch (BusyException e) {
            refused(call.system);
            throw e;
        }
    }

    /** Counts a call that was not made, for its caller has enough of them. */
    void refused(String system) {
        meters.counter("serai.gateway.refused", "system", system, "reason", "caller").increment();
    }

    /** How many calls each caller has under way. */
    Shares shares() {
        return shares;
    }

    /** In the background. What goes wrong is seen in the calls' own figures, and soon by all. */
    private void renew(Call call) {
        try {
            ask(call, call.terms.patience)
                    .exceptionally(
                            failure -> {
                                LOG.info(
                                        "{} did not renew an answer: {}",
                                        call.system,
                                        Reasons.of(failure));
                                return null;
                            });
        } catch (BusyException e) {
            LOG.debug("{} is not asked to renew an answer: {}", call.system, e.getMessage());
        }
    }

    private Said make(Call call) {
        Said meanwhile = kept.get(call.question);
        if (meanwhile != null && kept.isYoung(meanwhile, call.terms.life(meanwhile))) {
            return meanwhile; // another call landed between the look and the start of this one
        }
        Exchange reply =
                routes.request(
                        call.question.call,
                        exchange -> {
                            exchange.setProperty(SYSTEM, call.system);
                            exchange.getMessage().setBody(call.question.body);
                        });
        if (reply.getException() != null) {
            throw new CallFailed(reply.getException());
        }
        Said said =
                new Said(
                        reply.getMessage().getBody(JsonNode.class),
                        clock.instant(),
                        call.terms.staleFor,
                        reply.getProperty(PARTIAL, String.class));
        kept.put(call.question, said);
        return said;
    }

    /** What was answered before. */
    KeptAnswers kept() {
        return kept;
    }

    private static Answer answer(String system, Answer.State state, Said said) {
        return new Answer(system, state, said.at, said.data, said.missing);
    }

    private Answer degraded(String system, @Nullable Said known, String reason) {
        tell(system, reason);
        return instead(system, known, reason);
    }

    void tell(String system, String reason) {
        if (told.isNews(system, reason)) {
            LOG.warn("{} does not answer: {} (told once a minute)", system, reason);
        }
    }

    /** What stands in for an answer that did not come; what there was not may be there by now. */
    Answer instead(String system, @Nullable Said known, String reason) {
        return counted(
                known == null || known.data == null
                        ? new Answer(
                                system, Answer.State.UNAVAILABLE, clock.instant(), null, reason)
                        : new Answer(system, Answer.State.STALE, known.at, known.data, reason));
    }

    Answer counted(Answer answer) {
        counter(answer).increment();
        return answer;
    }

    /** Counts the answers of this system and state. */
    Counter counter(Answer answer) {
        return meters.counter(
                "serai.gateway.answers",
                "system",
                answer.system(),
                "state",
                answer.state().name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        flights.close();
    }

    /** Carries what went wrong out of the virtual thread. */
    private static final class CallFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CallFailed(Exception cause) {
            super(Objects.requireNonNullElse(cause.getMessage(), ""), cause);
        }
    }
}
