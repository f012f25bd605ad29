package io.serai.gateway.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.gateway.ContractException;
import io.serai.gateway.SystemReply;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The bean behind {@code jdbc-system-action}: binds what is asked for, reads rows and failures. */
public final class JdbcCall {

    /** The header of {@code jdbc:} for what is bound; it wins over all others. */
    static final String PARAMETERS = "CamelJdbcParameters";

    JdbcCall() {}

    /** What the language {@code reading-sql} makes of a query. */
    static Function<Exchange, Object> query(String text) {
        SqlQuery query = new SqlQuery(text);
        return exchange -> query.text(exchange.getMessage().getHeader(PARAMETERS, Map.class));
    }

    /** Makes the body the query's values. Whatever headers the message had are gone afterwards. */
    public void bind(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<String, @Nullable Object> values = BoundValues.of(message.getBody());
        values.replaceAll((name, value) -> sql(value));
        message.removeHeaders("*");
        message.setHeader(PARAMETERS, SqlQuery.spread(values));
    }

    private static @Nullable Object sql(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Instant at -> at.atOffset(ZoneOffset.UTC);
            case List<?> list -> list.stream().map(JdbcCall::sql).toList();
            default -> value;
        };
    }

    /**
     * Makes the rows JSON.
     *
     * @param outcome {@code list} for an array of them, {@code one} for the only one, null if there
     *     is none
     */
    public void rows(Exchange exchange, String outcome) {
        List<?> rows = exchange.getMessage().getBody(List.class);
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Object row : rows == null ? List.of() : rows) {
            ObjectNode object = all.addObject();
            ((Map<?, ?>) row)
                    .forEach((column, cell) -> object.set((String) column, (JsonNode) cell));
        }
        SystemReply.become(exchange.getMessage(), outcome(all, outcome));
    }

    /** All of it, or the only one. */
    static @Nullable JsonNode outcome(ArrayNode all, String outcome) {
        if ("list".equals(outcome)) {
            return all;
        }
        if (all.size() > 1) {
            throw new ContractException("its answer has more than one, where one was asked for");
        }
        return all.get(0);
    }

    /** Says what a failure means. */
    public void failed(Exchange exchange) throws Exception {
        throw SqlFaults.meaning(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
    }
}
