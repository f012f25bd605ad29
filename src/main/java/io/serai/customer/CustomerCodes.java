package io.serai.customer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.serai.event.Address;
import io.serai.gateway.Answer;
import io.serai.gateway.Answer.State;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.TreeSet;

/**
 * Behind {@code routes/systems/customers.camel.yaml}: by which of the merchant's codes somebody is
 * known, the CRM's and those of their other channels.
 */
@Component("customerCodes")
public class CustomerCodes {

    private final Identity identity;
    private final Customers customers;

    CustomerCodes(Identity identity, Customers customers) {
        this.identity = identity;
        this.customers = customers;
    }

    /**
     * All their codes. What the CRM says of this identity is kept, so that it is known on their
     * other channels from here on; the code of a customer of whom an agent said that it is not
     * them, and what only the CRM said and says no more, are left out.
     *
     * @param who {@code channel}, {@code account}, {@code user}, and {@code customer} where the
     *     merchant vouched for it
     * @param crm the CRM's answer about them
     * @return an array of texts, null if there is none; with the CRM away, what is known without it
     */
    public Answer codes(Map<String, String> who, Answer crm) {
        Address address =
                new Address(
                        who.getOrDefault("channel", ""),
                        who.getOrDefault("account", ""),
                        who.getOrDefault("user", ""));
        learn(address, who.get(Profile.CUSTOMER), crm.data());
        TreeSet<String> codes = new TreeSet<>(customers.codes(address.conversation()));
        if (crm.data() != null && crm.data().path("code").isTextual()) {
            String code = crm.data().path("code").textValue();
            if (!customers.isDenied(address.conversation(), code)) {
                // What it said of them before may have been a mistake of its own, mended since.
                codes.removeAll(customers.saidByCrm(address.conversation()));
                codes.add(code);
            }
        }
        if (codes.isEmpty()) {
            return new Answer(crm.system(), crm.state(), crm.asOf(), null, crm.error());
        }
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        codes.forEach(data::add);
        State state = crm.state() == State.UNAVAILABLE ? State.STALE : crm.state();
        return new Answer(crm.system(), state, crm.asOf(), data, crm.error());
    }

    /** What a CRM's record of somebody tells about who they are. */
    public void learn(Address address, @Nullable String verified, @Nullable JsonNode record) {
        if (record != null && record.path("code").isTextual()) {
            String phone = record.path("phone").asText("");
            identity.confirmed(address, verified, record.path("code").textValue(), phone);
            String name = record.path("name").asText("").strip();
            if (!name.isEmpty()) {
                identity.called(address, name);
            }
        } else if (verified != null) {
            identity.verified(address, Map.of(Profile.CUSTOMER, verified));
        }
    }
}
