package io.serai.gateway;

import org.apache.camel.Exchange;
import org.springframework.boot.convert.DurationStyle;

import java.time.Duration;
import java.util.Objects;

/** The bean behind {@code cached-answer-action}. */
public final class AnswerStep {

    private final Answers answers;

    AnswerStep(Answers answers) {
        this.answers = answers;
    }

    /**
     * Puts an {@link Answer} to the message's body in its place. A body that already is one (a key
     * that cannot exist) stays.
     *
     * @param system the system's name in the settings
     * @param call the endpoint that asks it
     * @param ttl how long an answer is used again
     * @param missTtl the same for "there is no such thing"
     * @param staleFor how long the last answer stands in for a system that fails
     * @param patience the longest to wait
     */
    public void answer(
            Exchange exchange,
            String system,
            String call,
            String ttl,
            String missTtl,
            String staleFor,
            String patience) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof Answer) {
            return;
        }
        Objects.requireNonNull(body, "the body must hold what is asked for");
        Answers.Terms terms =
                new Answers.Terms(time(ttl), time(missTtl), time(staleFor), time(patience));
        Answer answer = answers.answer(system, call, body, terms);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(answer);
    }

    private static Duration time(String text) {
        return DurationStyle.detectAndParse(text);
    }
}
