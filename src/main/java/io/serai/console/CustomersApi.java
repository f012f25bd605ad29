package io.serai.console;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.serai.conversation.Refused;
import io.serai.customer.Customer;
import io.serai.customer.Customers;
import io.serai.customer.Decisions;
import io.serai.customer.Rebuild;
import io.serai.security.Directory;
import io.serai.security.Login;
import io.serai.security.Role;
import io.serai.store.Conversation;
import io.serai.store.Conversations;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.security.Principal;
import java.util.List;
import java.util.Map;

/**
 * Who is who over channels, and what agents decide about it. An agent sees and changes customers of
 * whom they may see a conversation; supervisors all.
 */
@RestController
@RequestMapping(path = "/api/v1/customers", produces = MediaType.APPLICATION_JSON_VALUE)
class CustomersApi extends StaffApi {

    private final Customers customers;
    private final Decisions decisions;
    private final Rebuild rebuild;
    private final Conversations conversations;
    private final Desk desk;

    CustomersApi(
            Customers customers,
            Decisions decisions,
            Rebuild rebuild,
            Conversations conversations,
            Directory directory,
            Desk desk) {
        super(directory);
        this.customers = customers;
        this.decisions = decisions;
        this.rebuild = rebuild;
        this.conversations = conversations;
        this.desk = desk;
    }

    /**
     * Who somebody in a conversation is.
     *
     * @param customer null while nobody knows
     * @param suggestions who they might be
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Who(@Nullable CustomerView customer, List<Customer.Suggestion> suggestions) {}

    /** Says whose a conversation is, and whose it might be. */
    @GetMapping
    Who ofConversation(Principal principal, @RequestParam String conversation) {
        Login login = login(principal);
        desk.look(login, conversation);
        return new Who(
                customers.ofConversation(conversation).map(it -> view(login, it)).orElse(null),
                customers.suggestions(conversation));
    }

    /** Shows a customer with all their conversations. */
    @GetMapping("/{id}")
    CustomerView customer(Principal principal, @PathVariable String id) {
        Login login = login(principal);
        return view(login, visible(login, id));
    }

    /** Makes a customer of a conversation that is nobody's. */
    @PostMapping
    CustomerView create(Principal principal, @RequestBody Map<String, String> body) {
        Login login = login(principal);
        String conversation = field(body, "conversation");
        desk.look(login, conversation);
        return shown(login, decisions.customer(login.login(), conversation));
    }

    /** Says that a conversation is this customer's. */
    @PostMapping("/{id}/links")
    CustomerView link(
            Principal principal, @PathVariable String id, @RequestBody Map<String, String> body) {
        Login login = login(principal);
        String conversation = field(body, "conversation");
        visible(login, id, conversation);
        desk.look(login, conversation);
        decisions.link(login.login(), id, conversation);
        return shown(login, id);
    }

    /** Says that a conversation is not this customer's. */
    @DeleteMapping("/{id}/links/{conversation}")
    CustomerView unlink(
            Principal principal, @PathVariable String id, @PathVariable String conversation) {
        Login login = login(principal);
        visible(login, id);
        decisions.unlink(login.login(), id, conversation);
        return shown(login, id);
    }

    /** Makes one customer of two. */
    @PostMapping("/{id}/merge")
    CustomerView merge(
            Principal principal, @PathVariable String id, @RequestBody Map<String, String> body) {
        Login login = login(principal);
        String other = field(body, "customer");
        if (!isSuggested(login, id, other)) {
            visible(login, id);
            visible(login, other);
        }
        decisions.merge(login.login(), id, other);
        return shown(login, id);
    }

    /** Makes them two again. */
    @PostMapping("/{id}/unmerge")
    CustomerView unmerge(
            Principal principal, @PathVariable String id, @RequestBody Map<String, String> body) {
        Login login = login(principal);
        visible(login, id);
        decisions.unmerge(login.login(), id, field(body, "customer"));
        return shown(login, id);
    }

    /** Says that a suggestion is wrong. */
    @DeleteMapping(
            path = "/{id}/suggestions/{conversation}",
            produces = MediaType.ALL_VALUE) // nothing: a generated client accepts problems alone
    void dismiss(Principal principal, @PathVariable String id, @PathVariable String conversation) {
        Login login = login(principal);
        visible(login, id, conversation);
        decisions.dismiss(login.login(), id, conversation);
    }

    /** Makes everything again from the log. */
    @PostMapping("/rebuild")
    Map<String, Integer> rebuild(Principal principal) {
        Login login = login(principal);
        if (!login.is(Role.ADMIN)) {
            throw new AccessDeniedException("Only admins make who is who again from the log");
        }
        return Map.of("events", rebuild.run(login.login()));
    }

    private CustomerView shown(Login login, String id) {
        return view(login, customers.find(id).orElseThrow(CustomersApi::gone));
    }

    private CustomerView view(Login login, Customer customer) {
        return CustomerView.of(customer, conversationsOf(customer), login);
    }

    private Map<String, Conversation> conversationsOf(Customer customer) {
        return conversations.find(
                customer.links().stream().map(Customer.Link::conversation).toList());
    }

    /** A customer, for who may see one of their conversations. */
    private Customer visible(Login login, String id) {
        return customers
                .find(id)
                .filter(
                        it ->
                                Desk.isSupervising(login)
                                        || conversationsOf(it).values().stream()
                                                .anyMatch(own -> Desk.maySee(login, own)))
                .orElseThrow(CustomersApi::gone);
    }

    /** Likewise, or for who is suggested that a conversation of his might be theirs. */
    private void visible(Login login, String id, String conversation) {
        boolean suggested =
                customers.suggestions(conversation).stream()
                        .anyMatch(it -> it.customer().equals(id));
        if (suggested) {
            desk.look(login, conversation);
        } else {
            visible(login, id);
        }
    }

    /** Whether somebody is asked, in a conversation that they may see, if two are one. */
    private boolean isSuggested(Login login, String id, String other) {
        return customers.find(id).map(Customer::suggestions).orElse(List.of()).stream()
                .filter(it -> isOf(it, id, other) || isOf(it, other, id))
                .flatMap(it -> conversations.find(it.conversation()).stream())
                .anyMatch(it -> Desk.maySee(login, it));
    }

    private static boolean isOf(Customer.Suggestion it, String customer, String owner) {
        return customer.equals(it.customer()) && owner.equals(it.owner());
    }

    private static String field(Map<String, String> body, String name) {
        String value = body.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("\"" + name + "\" is missing");
        }
        return value;
    }

    private static Refused gone() {
        return new Refused(
                Refused.Code.GONE, "There is no such customer, or none that you talk with");
    }
}
