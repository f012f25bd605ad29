package io.serai.console;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.serai.customer.Customer;
import io.serai.customer.Evidence;
import io.serai.security.Login;
import io.serai.store.Conversation;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A customer as the console shows them to somebody; docs/identity.md names the fields. */
record CustomerView(
        String id,
        List<String> codes,
        List<String> merged,
        List<Link> links,
        List<Customer.Suggestion> suggestions) {

    /** Why, without what only the hub compares. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Why(
            Evidence.Kind kind, String shown, String source, @Nullable String by, Instant time) {}

    /**
     * A conversation of theirs.
     *
     * @param shown the conversation, null if it is not for who asks
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Link(
            String conversation,
            String channel,
            String account,
            String user,
            String customer,
            Instant linked,
            List<Why> evidence,
            @Nullable ConversationView shown) {}

    static CustomerView of(Customer customer, Map<String, Conversation> theirs, Login login) {
        return new CustomerView(
                customer.id(),
                customer.codes(),
                customer.merged(),
                customer.links().stream().map(it -> link(it, theirs, login)).toList(),
                customer.suggestions());
    }

    private static Link link(Customer.Link it, Map<String, Conversation> theirs, Login login) {
        Conversation conversation = theirs.get(it.conversation());
        ConversationView shown =
                conversation != null && Desk.maySee(login, conversation)
                        ? ConversationView.of(conversation)
                        : null;
        return new Link(
                it.conversation(),
                it.channel(),
                it.account(),
                it.user(),
                it.customer(),
                it.linked(),
                it.evidence().stream().map(CustomerView::why).toList(),
                shown);
    }

    private static Why why(Evidence it) {
        return new Why(it.kind(), it.shown(), it.source(), it.by(), it.time());
    }
}
