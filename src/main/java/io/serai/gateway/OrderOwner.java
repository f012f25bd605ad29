package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Whose an order is, for all who ask: an order is a customer's if its {@code customerCode} is one
 * of the codes that {@code direct:system.customers.codes} has for them, over all their channels.
 * What anybody says of himself counts for nothing.
 */
public final class OrderOwner {

    private OrderOwner() {}

    /** The merchant's codes of a customer; none if nobody knows them. */
    public static List<String> codes(@Nullable JsonNode codes) {
        List<String> found = new ArrayList<>();
        if (codes != null) {
            codes.forEach(code -> found.add(code.asText("")));
        }
        found.removeIf(String::isBlank);
        return found;
    }

    /** True if the order is of the customer with these codes. */
    public static boolean isAmong(@Nullable JsonNode order, Collection<String> codes) {
        return order != null && codes.contains(order.path("customerCode").asText(""));
    }
}
