package io.serai.gateway.crm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.serai.event.Json;
import io.serai.gateway.ContractException;
import io.serai.gateway.SystemReply;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import java.util.Objects;
import java.util.regex.Pattern;

/** Reads what Salesforce answered, and says which failures are worth another try. */
public final class SalesforceReply {

    /** The exchange property with the records so far. */
    static final String RECORDS = "serai-records";

    /** The exchange property that says whether another page is to be had. */
    static final String MORE = "serai-more";

    /** The exchange property that says whether there are more pages than were to be read. */
    static final String CUT = "serai-cut";

    private static final String PAGE = "serai-page";
    private static final Pattern NEXT =
            Pattern.compile("/services/data/v[0-9]{1,3}\\.0/query/[A-Za-z0-9-]{1,64}");

    private final SalesforceLimits limits;

    SalesforceReply(SalesforceLimits limits) {
        this.limits = limits;
    }

    /**
     * Takes one page of a query's records. If there is another one, the message is the request for
     * it; after the last page the records are the body.
     *
     * @param pages the most that are read
     */
    public void page(Exchange exchange, int pages) {
        Message message = exchange.getMessage();
        limits.said(message.getHeader("Sforce-Limit-Info", String.class));
        JsonNode page = SystemReply.json(message);
        if (!page.path("records").isArray() || !page.path("done").isBoolean()) {
            throw new ContractException("its answer to a query has no records");
        }
        ArrayNode records = exchange.getProperty(RECORDS, ArrayNode.class);
        int number = records == null ? 1 : exchange.getProperty(PAGE, 1, Integer.class) + 1;
        records = records == null ? Json.MAPPER.createArrayNode() : records;
        page.path("records").forEach(records::add);
        String next = page.path("nextRecordsUrl").asText("");
        boolean more = !page.path("done").asBoolean() && number < pages;
        if (more && !NEXT.matcher(next).matches()) {
            throw new ContractException("its answer to a query has no usable nextRecordsUrl");
        }
        exchange.setProperty(RECORDS, records);
        exchange.setProperty(PAGE, number);
        exchange.setProperty(MORE, more);
        exchange.setProperty(CUT, !more && !page.path("done").asBoolean());
        SystemReply.become(message, records);
        if (more) {
            message.setHeader(SalesforceRequest.QUERY, next);
            message.setBody(null);
        }
    }

    /** Leaves the first record instead of all, null if there is none; if asked to. */
    public void first(Exchange exchange, boolean first) {
        exchange.removeProperty(RECORDS);
        if (first) {
            JsonNode records =
                    Objects.requireNonNull(exchange.getMessage().getBody(JsonNode.class));
            exchange.getMessage().setBody(records.get(0));
        }
    }

    /**
     * Reads the answer to a call for one record: the record, or {@code {id, success, created}}; a
     * change that is answered with nothing (204) succeeded.
     */
    public void record(Exchange exchange) {
        Message message = exchange.getMessage();
        limits.said(message.getHeader("Sforce-Limit-Info", String.class));
        boolean nothing = SystemReply.status(message) == 204;
        JsonNode reply =
                nothing
                        ? Json.MAPPER.createObjectNode().put("success", true)
                        : SystemReply.json(message);
        SystemReply.become(message, reply);
    }

    /** Throws the failure of a call in the house's words; that there is no such record is none. */
    public void fault(Exchange exchange) throws Exception {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Message message = exchange.getMessage();
        limits.said(message.getHeader("Sforce-Limit-Info", String.class));
        Exception said = SalesforceFaults.of(Objects.requireNonNull(failure));
        if (said instanceof SalesforceFaults.NothingLeft) {
            limits.exhausted();
        }
        exchange.removeProperty(RECORDS);
        exchange.setProperty(MORE, false);
        SystemReply.become(message, null);
        if (!(said instanceof SalesforceFaults.NoSuchRecord)) {
            throw said;
        }
    }
}
