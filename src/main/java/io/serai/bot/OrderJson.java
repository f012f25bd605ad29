package io.serai.bot;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.gateway.OrderOwner;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Reads the order system's and the CRM's records. */
final class OrderJson {

    private OrderJson() {}

    static String number(JsonNode order) {
        return order.path("orderNo").asText(order.path("id").asText(""));
    }

    static boolean shipped(JsonNode order) {
        return order.path("status").asText("").equals("SHIPPED");
    }

    /** The customer's own orders among these, latest first. */
    static List<JsonNode> latest(
            List<@Nullable JsonNode> answers, Collection<String> customerCodes, int most) {
        List<JsonNode> orders = new ArrayList<>();
        for (JsonNode data : answers) {
            if (data != null) {
                for (JsonNode order : data.isArray() ? data : data.path("orders")) {
                    if (OrderOwner.isAmong(order, customerCodes)) {
                        orders.add(order);
                    }
                }
            }
        }
        orders.sort(
                Comparator.comparing((JsonNode order) -> order.path("createdAt").asText(""))
                        .reversed());
        return List.copyOf(orders.subList(0, Math.min(most, orders.size())));
    }

    static List<JsonNode> shipments(@Nullable JsonNode data) {
        List<JsonNode> shipments = new ArrayList<>();
        if (data != null) {
            JsonNode list = data.isArray() ? data : data.path("shipment");
            (list.isArray() ? list : List.of(list)).forEach(shipments::add);
        }
        shipments.removeIf(shipment -> !shipment.hasNonNull("trackingNo"));
        return shipments;
    }
}
