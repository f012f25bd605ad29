package io.serai.bot;

import io.serai.event.Address;
import io.serai.gateway.Answer;
import io.serai.gateway.Budget;
import io.serai.gateway.Patience;

import jakarta.annotation.PreDestroy;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/** Asks the business systems, and has an answer in time whatever they do. */
@Component
class OrderSystems {

    private static final Logger LOG = LoggerFactory.getLogger(OrderSystems.class);

    /** Left of a plugin's time to say that a system did not answer. */
    private static final Duration TO_SAY_SO = Duration.ofMillis(150);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ProducerTemplate routes;
    private final Clock clock;

    @Autowired
    OrderSystems(CamelContext camel, ObjectProvider<Clock> clock) {
        this(camel.createProducerTemplate(), clock.getIfAvailable(Clock::systemUTC));
    }

    OrderSystems(ProducerTemplate routes, Clock clock) {
        this.routes = routes;
        this.clock = clock;
    }

    Answer order(String number, Turn turn) {
        return ask("orders.get", number, turn);
    }

    Answer ordersOf(String customerCode, Turn turn) {
        return ask("orders.by-customer", customerCode, turn);
    }

    Answer shipments(String number, Turn turn) {
        return ask("erp.shipments", number, turn);
    }

    /**
     * The merchant's codes of whoever is behind this address, by verified facts alone: the CRM's,
     * and those of the same customer on other channels. An array of texts.
     */
    Answer codes(Turn turn) {
        Address address = turn.address();
        Map<String, String> who = new HashMap<>();
        who.put("channel", address.channel());
        who.put("account", address.account());
        who.put("user", address.user());
        String verified = turn.profile().get("customer");
        if (verified != null) {
            who.put("customer", verified);
        }
        return ask("customers.codes", who, turn);
    }

    private Answer ask(String operation, Object body, Turn turn) {
        Instant deadline = turn.deadline().minus(TO_SAY_SO);
        Duration left = Duration.between(clock.instant(), deadline);
        if (!left.isPositive()) {
            return unavailable(operation, "the time of this message was over");
        }
        Callable<Object> asking = () -> request("direct:system." + operation, body, turn, deadline);
        try {
            return Patience.call(threads, asking, left) instanceof Answer answer
                    ? answer
                    : unavailable(operation, "the route returned no answer");
        } catch (TimeoutException e) {
            return unavailable(operation, "no answer within " + left.toMillis() + " ms");
        } catch (ExecutionException e) {
            return unavailable(operation, Fault.of(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unavailable(operation, "interrupted");
        }
    }

    private Object request(String route, Object body, Turn turn, Instant deadline)
            throws Exception {
        Exchange reply =
                routes.request(
                        route,
                        exchange -> {
                            exchange.setProperty(Budget.DEADLINE, deadline);
                            exchange.setProperty(Budget.CALLER, turn.address().conversation());
                            exchange.getMessage().setBody(body);
                        });
        if (reply.getException() != null) {
            throw reply.getException();
        }
        return reply.getMessage().getBody();
    }

    private Answer unavailable(String operation, String reason) {
        LOG.warn("direct:system.{} did not answer the bot: {}", operation, reason);
        String system = operation.substring(0, operation.indexOf('.'));
        return new Answer(system, Answer.State.UNAVAILABLE, clock.instant(), null, reason);
    }

    @PreDestroy
    void close() {
        threads.shutdownNow();
    }
}
