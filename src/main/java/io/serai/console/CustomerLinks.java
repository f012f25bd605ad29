package io.serai.console;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.store.Conversation;
import io.serai.store.Conversations;
import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.springframework.stereotype.Component;

import java.util.List;

/**
 * Which conversations a customer of the merchant's has: learnt when the CRM knows who somebody on a
 * channel is.
 */
@Component
class CustomerLinks {

    private final Ledger ledger;
    private final Conversations conversations;

    CustomerLinks(Ledger ledger, Conversations conversations) {
        this.ledger = ledger;
        this.conversations = conversations;
    }

    /** Learns from a panel whose customer the CRM found. */
    void learn(Conversation conversation, Object panel) {
        JsonNode code = Json.MAPPER.valueToTree(panel).at("/customer/data/code");
        if (code.isTextual()
                && !conversations.ofCustomer(code.textValue()).contains(conversation)) {
            ledger.commitNow(new Learn(conversation.id(), code.textValue()));
        }
    }

    private record Learn(String conversation, String customer) implements Unit<Boolean> {

        @Override
        public List<String> conversations() {
            return List.of(conversation);
        }

        @Override
        public Boolean run(Page page) {
            page.belongs(conversation, customer);
            return true;
        }
    }
}
