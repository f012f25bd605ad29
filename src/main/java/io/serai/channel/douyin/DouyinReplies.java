package io.serai.channel.douyin;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.edge.PlatformHttp;
import io.serai.event.Delivery;
import io.serai.event.Outgoing;
import io.serai.event.Status;

import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** Decides what {@code douyin-sink} posts, and reads what comes back. */
@Component("douyinReplies")
public class DouyinReplies {

    /** The exchange property the {@link Attempt} or the {@link Delivery} stands in. */
    static final String PROPERTY = "douyin";

    private static final Logger log = LoggerFactory.getLogger(DouyinReplies.class);

    private final DouyinOperators operators;
    private final Windows windows;
    private final MeterRegistry meters;

    DouyinReplies(DouyinOperators operators, Windows windows, MeterRegistry meters) {
        this.operators = operators;
        this.windows = windows;
        this.meters = meters;
    }

    /**
     * Begins to send, unless the platform would refuse it anyway.
     *
     * @param redeliveries how often a post is repeated that the platform certainly did not take
     * @param redeliveryDelay milliseconds before the first repetition; doubled each time
     * @return an {@link Attempt}, or the {@link Delivery} if there is nothing to attempt
     */
    public Object begin(Outgoing outgoing, String account, int redeliveries, long redeliveryDelay) {
        List<ObjectNode> parts = Parts.of(outgoing.message().content());
        if (parts.isEmpty()) {
            return Delivery.failed("Douyin has no message of this kind: write it as text");
        }
        Windows.Choice choice = windows.choose(outgoing.reply(), parts.size());
        Window window = choice.window();
        if (window == null) {
            return Delivery.failed(choice.refusal());
        }
        try {
            return new Attempt(
                    operators.of(account),
                    windows,
                    window,
                    outgoing.address().user(),
                    parts,
                    redeliveries,
                    redeliveryDelay);
        } catch (TokenRefused e) {
            return Delivery.failed(String.valueOf(e.getMessage()));
        }
    }

    /** True as long as there is something to post. */
    public boolean pending(@ExchangeProperty(PROPERTY) Object outcome) {
        return outcome instanceof Attempt attempt && attempt.isOpen();
    }

    /**
     * Reads the platform's answer to a post.
     *
     * @param body its bytes: a text in what its head calls the charset might not be had at all, and
     *     the message taken for one that was not sent
     */
    public void answered(
            @ExchangeProperty(PROPERTY) Attempt attempt,
            @Header("CamelHttpResponseCode") int status,
            @Body byte @Nullable [] body) {
        if (status == 429 || status == 503) {
            attempt.later("Douyin is busy (HTTP " + status + ")", null);
        } else if (status >= 500) {
            attempt.lost("Douyin failed while it took the message (HTTP " + status + ")");
        } else if (status != 200) {
            attempt.refused("Douyin refused it (HTTP " + status + ")");
        } else {
            String text = body == null ? null : StrictJson.text(body);
            ObjectNode answer = text == null ? null : StrictJson.object(text);
            long code = answer == null ? Code.NONE : Code.in(answer);
            if (answer == null || code == Code.NONE) {
                attempt.lost("Douyin's answer can't be understood");
            } else {
                judge(attempt, code, answer);
            }
        }
    }

    private static void judge(Attempt attempt, long code, ObjectNode answer) {
        String reason = Code.reason(code, Code.description(answer));
        if (code == Code.OK) {
            attempt.sent(answer.path("msg_id").asText());
        } else if (Code.busy(code)) {
            attempt.later("Douyin is busy (code " + code + ")", null);
        } else if (Code.token(code)) {
            renewToken(attempt, reason);
        } else {
            attempt.refused(reason);
        }
    }

    private static void renewToken(Attempt attempt, String reason) {
        try {
            attempt.tokenRefused(reason);
        } catch (TokenRefused e) {
            attempt.refused(String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            attempt.later("Douyin gives no new token at the moment", e);
        }
    }

    /** Tells a post that never left from one whose answer was lost. */
    public void broken(
            @ExchangeProperty(PROPERTY) Attempt attempt,
            @ExchangeProperty("CamelExceptionCaught") Exception cause) {
        if (PlatformHttp.neverLeft(cause)) {
            attempt.later("Douyin can't be reached", cause);
        } else {
            attempt.lost(
                    "Douyin did not answer in time; look in the Douyin app before you repeat it");
        }
    }

    /**
     * What became of it.
     *
     * @throws io.serai.event.NotSent if it was certainly not sent and may be tried again later
     */
    public Delivery finish(@ExchangeProperty(PROPERTY) Object outcome) {
        Delivery delivery =
                outcome instanceof Attempt attempt ? attempt.delivery() : (Delivery) outcome;
        String status = delivery.status().name().toLowerCase(Locale.ROOT);
        meters.counter("serai.channel.sent", "channel", "douyin", "status", status).increment();
        if (delivery.status() != Status.SENT) {
            log.warn("A message to Douyin is {}: {}", status, delivery.reason());
        }
        return delivery;
    }
}
