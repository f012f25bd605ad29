package io.serai.ticket;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;
import io.serai.gateway.Answer;

import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Behind {@code routes/systems/own-tickets.camel.yaml}: the tickets of many customers with one
 * query.
 */
@Component("customerTickets")
public class CustomerTickets {

    private static final int MOST_CUSTOMERS = 500;
    private static final int MOST_OF_EACH = 50;

    /** A key is a customer's id or one of their codes. */
    private static final String QUERY =
            "select asked.name, "
                    + TicketRows.COLUMNS
                    + " from (select ids.name as name, c.root as root from unnest(cast(? as varchar"
                    + " array)) as ids (name) join customer c on cast(c.id as varchar) = ids.name"
                    + " union select codes.name, own.root from unnest(cast(? as varchar array)) as"
                    + " codes (name) join customer_key k on k.name = 'code:' || codes.name join"
                    + " customer own on own.id = k.customer) asked join customer c on c.root ="
                    + " asked.root join customer_link l on l.customer = c.id join ticket t on"
                    + " t.conversation = l.conversation where t.status = any(?) order by t.number"
                    + " desc";

    private final JdbcClient sql;

    private final Clock clock;

    CustomerTickets(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * Likewise, as other systems' tickets are answered: for each key an array, empty if there are
     * none, with {@code createdAt} as the profile has it. What can't be asked is said in each, as
     * the fault of who asks.
     */
    public Map<String, Answer> answers(@Body Map<String, ?> asked) {
        ObjectNode found;
        String wrong = null;
        try {
            found = byCustomers(asked);
        } catch (IllegalArgumentException e) {
            found = JsonNodeFactory.instance.objectNode();
            wrong = e.getMessage();
        }
        Map<String, Answer> answers = new LinkedHashMap<>();
        if (asked.get("keys") instanceof Collection<?> keys) {
            for (Object key : keys) {
                String name = String.valueOf(key);
                ArrayNode theirs = wrong == null ? found.withArray(name) : null;
                answers.put(name, answer(theirs, wrong));
            }
        }
        return answers;
    }

    private Answer answer(@Nullable ArrayNode theirs, @Nullable String wrong) {
        if (theirs != null) {
            theirs.forEach(it -> ((ObjectNode) it).set("createdAt", it.path("created")));
        }
        return new Answer("tickets", Answer.State.FRESH, clock.instant(), theirs, wrong);
    }

    /**
     * Their tickets, the latest first.
     *
     * @param asked a list of customers' ids or codes, or a Map with that as {@code keys} and
     *     perhaps {@code status}, a ticket's status
     * @return an object: an array of tickets by each key, empty if there are none
     * @throws IllegalArgumentException if that can't be asked
     */
    public ObjectNode byCustomers(@Body Object asked) {
        Object keys = asked instanceof Map<?, ?> map ? map.get("keys") : asked;
        Object status = asked instanceof Map<?, ?> map ? map.get("status") : null;
        Set<String> names = new LinkedHashSet<>();
        if (keys instanceof Collection<?> some) {
            some.forEach(it -> names.add(String.valueOf(it)));
        }
        if (names.size() > MOST_CUSTOMERS) {
            throw new IllegalArgumentException(
                    "At most " + MOST_CUSTOMERS + " customers can be asked for at once");
        }
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        names.forEach(found::putArray);
        if (!names.isEmpty()) {
            read(names, statuses(status), found);
        }
        return found;
    }

    private void read(Set<String> names, List<String> statuses, ObjectNode into) {
        String[] keys = names.toArray(String[]::new);
        sql.sql(QUERY)
                .params(keys, keys, statuses.toArray(String[]::new))
                .query(
                        row -> {
                            ArrayNode theirs = into.withArray(row.getString("name"));
                            if (theirs.size() < MOST_OF_EACH) {
                                ObjectNode ticket =
                                        Json.MAPPER.valueToTree(TicketRows.ticket(row, 1));
                                theirs.add(ticket.put("customerCode", row.getString("name")));
                            }
                        });
    }

    private static List<String> statuses(@Nullable Object status) {
        if (status != null && !String.valueOf(status).isEmpty()) {
            return List.of(TicketStatus.of(String.valueOf(status).toLowerCase(Locale.ROOT)).word());
        }
        List<String> all = new ArrayList<>();
        for (TicketStatus it : TicketStatus.values()) {
            all.add(it.word());
        }
        return all;
    }
}
