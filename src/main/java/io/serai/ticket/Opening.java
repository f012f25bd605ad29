package io.serai.ticket;

import io.serai.store.Page;
import io.serai.store.Refusal;
import io.serai.store.Unit;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Opens a ticket, once: the same id again, or the same rule in the same conversation while its
 * ticket is open, is that ticket.
 *
 * @param draft without its number
 * @param perHour how many tickets of this rule there may be in an hour; 0: any number
 * @param text the first comment
 */
record Opening(Ticket draft, int perHour, @Nullable String text, TicketTeller teller)
        implements Unit<Opening.Opened> {

    /**
     * What became of it.
     *
     * @param ticket null if its rule has opened too many
     */
    record Opened(@Nullable Ticket ticket, boolean isNew) {}

    @Override
    public List<String> conversations() {
        return List.of(draft.conversation());
    }

    @Override
    public Opened run(Page page) {
        TicketRows rows = new TicketRows(page.sql());
        UUID id = UUID.fromString(draft.id());
        String openRule = draft.rule() == null ? null : draft.conversation() + "/" + draft.rule();
        Optional<Ticket> known = rows.find(id);
        if (known.isEmpty() && openRule != null) {
            known = rows.openBy(openRule);
        }
        if (known.isPresent()) {
            return new Opened(known.get(), false);
        }
        if (page.conversation(draft.conversation()).isEmpty()) {
            throw Refusal.gone("There is no such conversation");
        }
        if (draft.rule() != null
                && perHour > 0
                && rows.openedSince(draft.rule(), draft.created().minusSeconds(3600)) >= perHour) {
            return new Opened(null, false);
        }
        rows.insert(draft, openRule);
        if (text != null) {
            rows.comment(id, draft.createdBy(), text, draft.created());
        }
        Ticket ticket = rows.find(id).orElseThrow();
        teller.opened(page, rows, ticket, text);
        return new Opened(ticket, true);
    }
}
