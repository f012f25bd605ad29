package io.serai.gateway;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import io.micrometer.core.instrument.Counter;

import org.apache.camel.Exchange;
import org.springframework.boot.convert.DurationStyle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;

/** The bean behind {@code cached-answer-action}. */
public final class AnswerStep {

    private static final int MOST_TIMES = 1_000;

    /** Times as routes write them: few, and given with every message. */
    private static final LoadingCache<String, Duration> TIMES =
            Caffeine.newBuilder().maximumSize(MOST_TIMES).build(DurationStyle::detectAndParse);

    /** Exchange property: the {@link Remembered} answer, if it was one. */
    static final String REMEMBERED = "serai-remembered";

    private final Answers answers;

    private final Clock clock;

    /**
     * An answer from memory.
     *
     * @param until from then on it is too old to be given without asking
     * @param uses what counts another use of it; looked up only by those who keep the answer
     */
    record Remembered(Answer answer, Instant until, Supplier<Counter> uses) {}

    AnswerStep(Answers answers, Clock clock) {
        this.answers = answers;
        this.clock = clock;
    }

    /**
     * Puts an {@link Answer} to the message's body in its place. A body that already is one (a key
     * that cannot exist) stays.
     *
     * @param system the system's name in the settings
     * @param call the endpoint that asks it
     * @param ttl how long an answer is used again
     * @param missTtl the same for "there is no such thing"
     * @param revalidateFor how long after that it is still given at once while it is renewed
     * @param staleFor how long the last answer stands in for a system that fails
     * @param patience the longest to wait; less if the exchange's {@link Budget#DEADLINE} says so
     */
    public void answer(
            Exchange exchange,
            String system,
            String call,
            String ttl,
            String missTtl,
            String revalidateFor,
            String staleFor,
            String patience) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof Answer) {
            return;
        }
        Objects.requireNonNull(body, "the body must hold what is asked for");
        Answers.Terms terms =
                new Answers.Terms(
                        time(ttl),
                        time(missTtl),
                        time(revalidateFor),
                        time(staleFor),
                        time(patience));
        Answer answer =
                answers.answer(
                        system,
                        call,
                        body,
                        terms,
                        Budget.left(exchange, terms.patience(), clock),
                        Budget.caller(exchange));
        if (answer.state() == Answer.State.CACHED) {
            exchange.setProperty(
                    REMEMBERED,
                    new Remembered(
                            answer,
                            answer.asOf().plus(terms.life(answer)),
                            () -> answers.counter(answer)));
        }
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(answer);
    }

    private static Duration time(String text) {
        return TIMES.get(text);
    }
}
