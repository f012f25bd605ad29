package io.serai.gateway.data;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;

import io.serai.gateway.CallTime;
import io.serai.gateway.SystemReply;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The bean behind {@code mongodb-system-action}. The component only makes the query: its own way of
 * collecting documents sends the query twice (camel-mongodb 4.17, {@code MongoDbProducer}: one
 * iterator to read, another to close) and knows no time limit.
 */
public final class MongoCall {

    /** Exchange property: what is bound, by name. */
    static final String VALUES = "serai-values";

    MongoCall() {}

    /** What the language {@code bound-bson} makes of a template. */
    static Function<Exchange, Object> template(String text) {
        MongoTemplate template = new MongoTemplate(text);
        return exchange -> template.with(exchange.getProperty(VALUES, Map.class));
    }

    /** Keeps what is to be bound. Whatever headers the message had are gone afterwards. */
    public void bind(Exchange exchange) {
        Message message = exchange.getMessage();
        exchange.setProperty(VALUES, BoundValues.of(message.getBody()));
        message.removeHeaders("*");
        message.setBody(null);
    }

    /**
     * Sends the query and makes the documents JSON.
     *
     * @param outcome {@code list} for an array of them, {@code one} for the only one, null if there
     *     is none
     * @param timeout the longest the server may work on it, in milliseconds
     */
    public void documents(Exchange exchange, String outcome, long timeout) {
        FindIterable<?> query = (FindIterable<?>) exchange.getMessage().getBody();
        MongoJson json = new MongoJson();
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        query.maxTime(
                CallTime.atMost(Duration.ofMillis(timeout)).toMillis() + 1, TimeUnit.MILLISECONDS);
        try (var documents = query.iterator()) {
            documents.forEachRemaining(document -> all.add(json.of(document)));
        }
        SystemReply.become(exchange.getMessage(), JdbcCall.outcome(all, outcome));
    }

    /** Says what a failure of this system means. */
    public void failed(Exchange exchange, String system) throws Exception {
        MongoClient client =
                exchange.getContext()
                        .getRegistry()
                        .lookupByNameAndType(system + "Mongo", MongoClient.class);
        throw MongoFaults.meaning(
                exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class),
                client.getClusterDescription());
    }
}
