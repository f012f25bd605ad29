package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.serai.gateway.Answer.State;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What an agent sees beside a conversation: the customer, their orders, the parcels of the newest
 * orders. The systems are asked side by side; one that does not answer leaves its own panel
 * unavailable and costs the others nothing. There is an answer within three seconds.
 */
public final class CustomerPanel implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CustomerPanel.class);
    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final int ORDERS_TRACKED = 5;

    private final ProducerTemplate routes;
    private final Clock clock;
    private final Duration deadline;
    private final ExecutorService askers = Executors.newVirtualThreadPerTaskExecutor();

    CustomerPanel(ProducerTemplate routes, Clock clock) {
        this(routes, clock, DEADLINE);
    }

    CustomerPanel(ProducerTemplate routes, Clock clock, Duration deadline) {
        this.routes = routes;
        this.clock = clock;
        this.deadline = deadline;
    }

    /**
     * Asks for all of it.
     *
     * @param who {@code channel}, {@code account}, {@code user}, and {@code customer}, the
     *     merchant's own code, only where the merchant vouched for it
     * @return {@code customer} (an object), {@code orders} and {@code shipments} (arrays); never
     *     fails
     */
    public Map<String, Answer> panels(Map<String, String> who) {
        Instant end = clock.instant().plus(deadline);
        Asking asking = new Asking(end, who.get("channel") + "/" + who.get("user"));
        CompletableFuture<Answer> customer = ask("crm", "direct:system.crm.customer", who, asking);
        CompletableFuture<Answer> orders =
                who.get("customer") == null
                        ? customer.thenCompose(record -> ordersOf(record, asking))
                        : ask(
                                "orders",
                                "direct:system.orders.by-customer",
                                who.get("customer"),
                                asking);
        CompletableFuture<Answer> shipments = orders.thenCompose(list -> shipmentsOf(list, asking));
        Map<String, Answer> panels = new LinkedHashMap<>();
        panels.put("customer", await(customer, "crm", end));
        panels.put("orders", await(orders, "orders", end));
        panels.put("shipments", await(shipments, "erp", end));
        return panels;
    }

    private CompletableFuture<Answer> ordersOf(Answer customer, Asking asking) {
        JsonNode record = customer.data();
        if (record != null && record.path("code").isTextual()) {
            return ask(
                    "orders",
                    "direct:system.orders.by-customer",
                    record.path("code").asText(),
                    asking);
        }
        return done(
                customer.state() == State.UNAVAILABLE
                        ? unavailable("orders", "who the customer is could not be found out")
                        : nothing("orders", customer));
    }

    private CompletableFuture<Answer> shipmentsOf(Answer orders, Asking asking) {
        JsonNode list = orders.data();
        if (list == null || list.isEmpty()) {
            return done(
                    orders.state() == State.UNAVAILABLE
                            ? unavailable("erp", "which orders there are could not be found out")
                            : nothing("erp", orders));
        }
        List<CompletableFuture<Answer>> parcels =
                list.valueStream()
                        .map(order -> order.path("orderNo").asText())
                        .limit(ORDERS_TRACKED)
                        .map(number -> ask("erp", "direct:system.erp.shipments", number, asking))
                        .toList();
        return CompletableFuture.allOf(parcels.toArray(CompletableFuture[]::new))
                .thenApply(all -> together(parcels.stream().map(CompletableFuture::join).toList()));
    }

    /** One panel of many answers: as old as the oldest, as bad as the worst. */
    private static Answer together(List<Answer> answers) {
        ArrayNode parcels = JsonNodeFactory.instance.arrayNode();
        Answer worst = answers.getFirst();
        Instant asOf = worst.asOf();
        for (Answer answer : answers) {
            if (answer.data() instanceof ArrayNode some) {
                parcels.addAll(some);
            }
            if (answer.state().compareTo(worst.state()) > 0) {
                worst = answer;
            }
            asOf = answer.asOf().isBefore(asOf) ? answer.asOf() : asOf;
        }
        boolean nothing = worst.state() == State.UNAVAILABLE && parcels.isEmpty();
        return new Answer("erp", worst.state(), asOf, nothing ? null : parcels, worst.error());
    }

    /** Until when, and for whom. */
    private record Asking(Instant deadline, String caller) {}

    private CompletableFuture<Answer> ask(
            String system, String operation, Object body, Asking asking) {
        return CompletableFuture.supplyAsync(
                        () ->
                                answered(
                                        routes.request(
                                                operation,
                                                exchange -> asking(exchange, body, asking))),
                        askers)
                .exceptionally(
                        failure -> {
                            LOG.warn("{} could not be asked: {}", operation, Reasons.of(failure));
                            return unavailable(system, "the route " + operation + " failed");
                        });
    }

    private static Answer answered(Exchange exchange) {
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException());
        }
        return Objects.requireNonNull(exchange.getMessage().getBody(Answer.class));
    }

    private static void asking(Exchange exchange, Object body, Asking asking) {
        exchange.setProperty(Budget.DEADLINE, asking.deadline);
        exchange.setProperty(Budget.CALLER, asking.caller);
        exchange.getMessage().setBody(body);
    }

    private Answer await(CompletableFuture<Answer> panel, String system, Instant end) {
        long left = Math.max(0, Duration.between(clock.instant(), end).toMillis());
        return panel.completeOnTimeout(
                        unavailable(system, "no answer within " + deadline.toMillis() + " ms"),
                        left,
                        TimeUnit.MILLISECONDS)
                .join();
    }

    private Answer unavailable(String system, String reason) {
        return new Answer(system, State.UNAVAILABLE, clock.instant(), null, reason);
    }

    private static Answer nothing(String system, Answer because) {
        return new Answer(
                system,
                because.state(),
                because.asOf(),
                JsonNodeFactory.instance.arrayNode(),
                because.error());
    }

    private static <T extends @Nullable Object> CompletableFuture<T> done(T value) {
        return CompletableFuture.completedFuture(value);
    }

    @Override
    public void close() {
        askers.shutdownNow();
    }
}
