package io.serai.gateway.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;
import io.serai.gateway.ContractException;
import io.serai.gateway.SystemReply;
import io.serai.gateway.TransientException;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;

import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The bean behind {@code elasticsearch-system-action}. It speaks the search API over the system's
 * own HTTP connections, with their credentials, limits and deadline: the clients that are to be had
 * bring a second HTTP stack, and bind requests to one version of the server, while this one JSON
 * exchange has been the same since Elasticsearch 7, and is in OpenSearch.
 */
public final class SearchCall {

    /** Below these a value is read as a language, with wildcards or code. */
    private static final Set<String> LANGUAGES =
            Set.of(
                    "query_string",
                    "simple_query_string",
                    "regexp",
                    "wildcard",
                    "script",
                    "script_score",
                    "scripted_metric",
                    "runtime_mappings");

    private static final Pattern INDEX =
            Pattern.compile("[a-z0-9][a-z0-9._-]*(,[a-z0-9][a-z0-9._-]*)*");

    SearchCall() {}

    /** What the language {@code bound-search} makes of a template. */
    static Function<Exchange, Object> template(String text) {
        BoundTemplate template = new BoundTemplate(text, LANGUAGES);
        return exchange -> template.with(BoundValues.of(exchange.getMessage().getBody()));
    }

    /**
     * Makes the body, a search as JSON, a request. Whatever headers the message had are gone
     * afterwards.
     *
     * @param index where to search; more than one are separated by commas
     * @param size the most hits
     * @param timeout the longest a shard may search, in milliseconds
     */
    public void request(Exchange exchange, String index, int size, long timeout) {
        if (!INDEX.matcher(index).matches()) {
            throw new IllegalArgumentException("No index can be called " + index);
        }
        Message message = exchange.getMessage();
        ObjectNode search = (ObjectNode) message.getBody(JsonNode.class);
        search.put("size", size).put("timeout", timeout + "ms").put("track_total_hits", false);
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, HttpMethods.POST);
        message.setHeader(Exchange.HTTP_PATH, "/" + index + "/_search");
        message.setHeader(Exchange.HTTP_RAW_QUERY, "allow_partial_search_results=false");
        message.setHeader("Accept", "application/json");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setBody(Json.write(search));
    }

    /**
     * Makes the hits JSON: the documents as they were stored, the best first. An answer of only
     * some shards, or one that was given up, is none.
     *
     * @param outcome {@code list} for an array of them, {@code one} for the only one, null if there
     *     is none
     */
    public void hits(Exchange exchange, String outcome) throws TransientException {
        Message message = exchange.getMessage();
        if (SystemReply.status(message) == 404) {
            throw new ContractException("it has no such index");
        }
        SystemReply.check(message);
        JsonNode answer = SystemReply.json(message);
        if (answer.path("timed_out").asBoolean()) {
            throw new TransientException("no answer in time");
        }
        if (answer.path("_shards").path("failed").asInt() > 0) {
            throw new TransientException("only a part of it answered");
        }
        JsonNode hits = answer.path("hits").path("hits");
        if (!hits.isArray()) {
            throw new ContractException("its answer has no hits");
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        hits.forEach(hit -> all.add(hit.path("_source")));
        SystemReply.become(message, JdbcCall.outcome(all, outcome));
    }
}
