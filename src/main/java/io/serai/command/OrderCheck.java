package io.serai.command;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.gateway.Answer;
import io.serai.gateway.Budget;
import io.serai.gateway.OrderOwner;
import io.serai.store.Conversation;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Lets through only what is asked for a customer's own order: the rule by which the bot tells
 * orders, over all of the customer's channels. A remembered answer will do, since an order does not
 * change its owner. Where the order system or the CRM cannot be asked and what is known does not
 * suffice, nothing is sent.
 */
@Component
class OrderCheck {

    private static final Logger LOG = LoggerFactory.getLogger(OrderCheck.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ProducerTemplate routes;
    private final MeterRegistry meters;
    private final Clock clock;

    OrderCheck(ProducerTemplate routes, MeterRegistry meters, Clock clock) {
        this.routes = routes;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Checks that an order is the conversation's customer's.
     *
     * @throws CommandRefused if it is not, nobody knows who the customer is, or it cannot be known
     *     just now
     */
    void mustBeOf(Conversation conversation, String orderNo) {
        CommandRefused refusal = refusal(conversation, orderNo);
        if (refusal != null) {
            String reason = refusal.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
            meters.counter("serai.returns.refused", "reason", reason).increment();
            LOG.info("A return request in {} was refused: {}", conversation.id(), reason);
            throw refusal;
        }
    }

    private @Nullable CommandRefused refusal(Conversation conversation, String orderNo) {
        Instant deadline = clock.instant().plus(PATIENCE);
        Answer known = ask("customers.codes", who(conversation), conversation, deadline);
        List<String> codes = OrderOwner.codes(known.data());
        // Known from other channels, or of old: it may not be all of it.
        boolean whole = !isAway(known);
        if (codes.isEmpty()) {
            return whole ? CommandRefused.nobody() : CommandRefused.unavailable(known.system());
        }
        Answer order = ask("orders.get", orderNo, conversation, deadline);
        if (order.state() == Answer.State.UNAVAILABLE) {
            return CommandRefused.unavailable(order.system());
        }
        if (OrderOwner.isAmong(order.data(), codes)) {
            return null;
        }
        return whole
                ? CommandRefused.notTheirs(orderNo)
                : CommandRefused.unavailable(known.system());
    }

    private static boolean isAway(Answer answer) {
        return answer.state() == Answer.State.STALE || answer.state() == Answer.State.UNAVAILABLE;
    }

    private static Map<String, String> who(Conversation conversation) {
        Map<String, String> who = new HashMap<>();
        who.put("channel", conversation.address().channel());
        who.put("account", conversation.address().account());
        who.put("user", conversation.address().user());
        String verified = conversation.attributes().get("customer");
        if (verified != null) {
            who.put("customer", verified);
        }
        return who;
    }

    private Answer ask(String operation, Object body, Conversation conversation, Instant deadline) {
        Exchange reply =
                routes.request(
                        "direct:system." + operation,
                        exchange -> {
                            exchange.setProperty(Budget.DEADLINE, deadline);
                            exchange.setProperty(Budget.CALLER, conversation.id());
                            exchange.getMessage().setBody(body);
                        });
        Exception failure = reply.getException();
        if (failure == null && reply.getMessage().getBody() instanceof Answer answer) {
            return answer;
        }
        LOG.warn(
                "direct:system.{} did not say whose an order is: {}",
                operation,
                failure == null ? "no answer" : failure.getClass().getSimpleName());
        String system = operation.substring(0, operation.indexOf('.'));
        return new Answer(
                system, Answer.State.UNAVAILABLE, clock.instant(), null, "It did not answer");
    }
}
