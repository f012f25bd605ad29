package io.serai.command;

import io.serai.store.Conversations;
import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Return requests of conversations. */
@Component
public class Returns {

    private final ReturnSettings settings;
    private final Ledger ledger;
    private final CommandRows rows;
    private final CommandSender sender;
    private final Conversations conversations;
    private final OrderCheck orders;
    private final Clock clock;

    Returns(
            ReturnSettings settings,
            Ledger ledger,
            JdbcClient sql,
            CommandSender sender,
            Conversations conversations,
            OrderCheck orders,
            Clock clock) {
        this.settings = settings;
        this.ledger = ledger;
        this.rows = new CommandRows(sql);
        this.sender = sender;
        this.conversations = conversations;
        this.orders = orders;
        this.clock = clock;
    }

    /**
     * Asks for a return; durable when it returns, sent soon after. The same id again is the same
     * request; whose the order is was asked then.
     *
     * @throws CommandRefused if there is no such conversation, the id stands for another request,
     *     or the order is not the customer's, or nobody can tell
     */
    public Command request(String login, String conversation, ReturnRequest wish) {
        Instant now = clock.instant();
        Command draft =
                new Command(
                        UUID.fromString(wish.id()).toString(),
                        conversation,
                        settings.operation(),
                        wish.orderNo(),
                        wish.payload(),
                        login,
                        State.WAITING.word(),
                        null,
                        null,
                        0,
                        false,
                        now,
                        now);
        if (rows.find(UUID.fromString(draft.id())).isEmpty()) {
            orders.mustBeOf(
                    conversations.find(conversation).orElseThrow(CommandRefused::gone),
                    wish.orderNo());
        }
        Command kept = ledger.commitNow(Unit.on(conversation, page -> keep(page, draft)));
        sender.wake();
        return kept;
    }

    private static Command keep(Page page, Command draft) {
        CommandRows here = new CommandRows(page.sql());
        // Two of the same id at once would both find nothing.
        page.exclusive("command/" + draft.id());
        var known = here.find(UUID.fromString(draft.id()));
        if (known.isPresent()) {
            Command there = known.get().command();
            if (!there.conversation().equals(draft.conversation())
                    || !there.payload().equals(draft.payload())) {
                throw CommandRefused.conflict("\"id\" stands for another return request already");
            }
            return there;
        }
        if (page.conversation(draft.conversation()).isEmpty()) {
            throw CommandRefused.gone();
        }
        here.insert(draft);
        CommandEvents.record(page, draft, "requested", draft.by(), draft.created());
        return draft;
    }

    /** Those of a conversation, the latest first. */
    public List<Command> of(String conversation) {
        return rows.of(UUID.fromString(conversation)).stream()
                .map(CommandRows.Row::command)
                .toList();
    }

    /**
     * Decides about one of which nobody knows whether it was done.
     *
     * @param reference the system's number for it, if it was done and somebody knows
     * @throws CommandRefused if there is none, or it is not unknown, or is being sent just now
     */
    public Command decide(
            String login,
            String conversation,
            String id,
            Decision decision,
            @Nullable String reference) {
        Command decided =
                ledger.commitNow(
                        Unit.on(
                                conversation,
                                page ->
                                        decide(
                                                page,
                                                login,
                                                conversation,
                                                uuid(id),
                                                decision,
                                                reference)));
        sender.wake();
        return decided;
    }

    private Command decide(
            Page page,
            String login,
            String conversation,
            UUID id,
            Decision decision,
            @Nullable String reference) {
        CommandRows here = new CommandRows(page.sql());
        Instant now = clock.instant();
        CommandRows.Row row =
                here.locked(id)
                        .filter(it -> it.command().conversation().equals(conversation))
                        .orElseThrow(CommandRefused::gone);
        if (row.state() != State.UNKNOWN) {
            throw CommandRefused.conflict(
                    "This return request is %s; there is nothing to decide"
                            .formatted(row.state().word()));
        }
        if (row.heldAt(now)) {
            throw CommandRefused.conflict("It is being asked for just now; try in a minute");
        }
        CommandRows.Next next =
                switch (decision) {
                    case RETRY -> new CommandRows.Next(State.WAITING, null, null, false, now);
                    case DONE ->
                            new CommandRows.Next(
                                    State.ACCEPTED, reference, "Said " + login, false, null);
                    case CANCEL ->
                            new CommandRows.Next(
                                    State.REFUSED, null, "Cancelled by " + login, false, null);
                };
        here.update(id, next, now);
        Command decided = here.find(id).orElseThrow().command();
        String word = decision == Decision.RETRY ? "requested" : decided.state();
        CommandEvents.record(page, decided, word, login, now);
        return decided;
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw CommandRefused.gone();
        }
    }
}
