package io.serai.customer;

import io.serai.customer.IdentityRows.Place;
import io.serai.event.Address;
import io.serai.event.Ids;
import io.serai.store.Conversation;
import io.serai.store.Conversations;
import io.serai.store.Ledger;
import io.serai.store.Refusal;
import io.serai.store.Unit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** What agents decide about who is who. Each decision is an event, and a line in the audit log. */
@Component
public class Decisions {

    private static final Logger AUDIT = LoggerFactory.getLogger("io.serai.audit");

    private final Ledger ledger;
    private final Conversations conversations;
    private final Clock clock;

    Decisions(Ledger ledger, Conversations conversations, Clock clock) {
        this.ledger = ledger;
        this.conversations = conversations;
        this.clock = clock;
    }

    /**
     * Makes a customer of a conversation that is nobody's yet.
     *
     * @return the customer's id; whose it is, if it is somebody's
     * @throws Refusal if there is no such conversation
     */
    public String customer(String login, String conversation) {
        Address address = address(conversation);
        UUID id = uuid(conversation);
        String customer =
                decided(
                        changes -> {
                            Optional<Place> link = changes.rows().link(id);
                            if (link.isPresent()) {
                                return link.get().root().toString();
                            }
                            UUID made = UUID.fromString(Ids.next());
                            changes.link(made, address, by(login, changes));
                            return made.toString();
                        });
        AUDIT.info("{} makes a customer {} of conversation {}", login, customer, conversation);
        return customer;
    }

    /**
     * Says that a conversation is this customer's.
     *
     * @throws Refusal if there is no such thing, or it is another customer's
     */
    public void link(String login, String customer, String conversation) {
        Address address = address(conversation);
        decided(
                changes -> {
                    UUID root = root(changes, customer);
                    Optional<Place> link = changes.rows().link(uuid(conversation));
                    if (link.isPresent() && !link.get().root().equals(root)) {
                        throw Refusal.conflict(
                                "It is the conversation of another customer: merge the two, or"
                                        + " unlink it there first");
                    }
                    UUID own = link.map(Place::own).orElse(root);
                    changes.link(own, address, by(login, changes));
                    return true;
                });
        AUDIT.info("{} links conversation {} to customer {}", login, conversation, customer);
    }

    /**
     * Says that a conversation is not this customer's. Nothing automatic links it to them again.
     *
     * @throws Refusal if it is not linked to this customer
     */
    public void unlink(String login, String customer, String conversation) {
        decided(
                changes -> {
                    UUID root = root(changes, customer);
                    Place link =
                            changes.rows()
                                    .link(uuid(conversation))
                                    .filter(it -> it.root().equals(root))
                                    .orElseThrow(Decisions::gone);
                    changes.unlink(link.own(), uuid(conversation), login);
                    return true;
                });
        AUDIT.info("{} unlinks conversation {} from customer {}", login, conversation, customer);
    }

    /**
     * Says that another customer is this one; they are one from here on.
     *
     * @throws Refusal if there is no such customer
     */
    public void merge(String login, String customer, String other) {
        decided(
                changes -> {
                    UUID into = root(changes, customer);
                    UUID from = root(changes, other);
                    if (!into.equals(from)) {
                        changes.merge(into, from, Evidence.Kind.AGENT, login);
                    }
                    return true;
                });
        AUDIT.info("{} merges customer {} into {}", login, other, customer);
    }

    /**
     * Takes back that another customer is this one. Each has what was linked to them, before and
     * since; nothing automatic merges them again.
     *
     * @throws Refusal if the other was never merged into this one
     */
    public void unmerge(String login, String customer, String other) {
        decided(
                changes -> {
                    UUID root = root(changes, customer);
                    UUID from = uuid(other);
                    if (changes.rows()
                            .members(root)
                            .getOrDefault(from, Optional.empty())
                            .isEmpty()) {
                        throw Refusal.conflict("That customer was not merged into this one");
                    }
                    changes.unmerge(root, from, login);
                    return true;
                });
        AUDIT.info("{} takes customer {} out of {} again", login, other, customer);
    }

    /** Says no to a suggestion; it is not made again. */
    public void dismiss(String login, String customer, String conversation) {
        decided(
                changes ->
                        changes.sql()
                                .sql(
                                        "update customer_suggestion set dismissed_by = ? where"
                                                + " customer = ? and conversation = ?")
                                .params(login, uuid(customer), uuid(conversation))
                                .update());
        AUDIT.info(
                "{} dismisses that conversation {} might be of customer {}",
                login,
                conversation,
                customer);
    }

    private <R> R decided(Function<Changes, R> decision) {
        return ledger.commitNow(
                Unit.of(page -> decision.apply(new Changes(page, clock.instant()))));
    }

    private static List<Evidence> by(String login, Changes changes) {
        return List.of(Evidence.agent(login, changes.now()));
    }

    private static UUID root(Changes changes, String customer) {
        return changes.rows().customer(uuid(customer)).orElseThrow(Decisions::gone).root();
    }

    private Address address(String conversation) {
        return conversations
                .find(conversation)
                .map(Conversation::address)
                .orElseThrow(() -> Refusal.gone("There is no such conversation"));
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw gone();
        }
    }

    private static Refusal gone() {
        return Refusal.gone("There is no such customer");
    }
}
