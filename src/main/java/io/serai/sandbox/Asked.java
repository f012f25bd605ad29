package io.serai.sandbox;

import org.apache.camel.Exchange;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Whose things are asked for, and how many of each.
 *
 * @param customers their codes
 * @param status that they must have, empty for any
 * @param limit the most for one customer
 */
record Asked(Set<String> customers, String status, int limit) {

    /** From a query such as {@code customers=C1,C2&limit=5}. */
    static Asked of(Exchange exchange) {
        String query = exchange.getMessage().getHeader(Exchange.HTTP_QUERY, "", String.class);
        MultiValueMap<String, String> given =
                UriComponentsBuilder.newInstance().query(query).build().getQueryParams();
        String limit = text(given, "limit");
        return new Asked(
                new HashSet<>(
                        Arrays.asList(
                                (text(given, "customer") + "," + text(given, "customers"))
                                        .split(",+"))),
                text(given, "status"),
                limit.matches("[0-9]{1,4}") ? Integer.parseInt(limit) : Integer.MAX_VALUE);
    }

    private static String text(MultiValueMap<String, String> given, String name) {
        String value = given.getFirst(name);
        return value == null ? "" : UriUtils.decode(value, StandardCharsets.UTF_8);
    }
}
