package io.serai.ticket;

import io.serai.store.Ledger;
import io.serai.store.Unit;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What the system that keeps a ticket tells about it. That system has the last word: only what it
 * told later already is not undone by what comes late, and what is closed stays closed.
 */
@Component
class ExternalNews {

    private final Ledger ledger;
    private final TicketRows rows;
    private final TicketTeller teller;
    private final Clock clock;

    ExternalNews(Ledger ledger, JdbcClient sql, TicketTeller teller, Clock clock) {
        this.ledger = ledger;
        this.rows = new TicketRows(sql);
        this.teller = teller;
        this.clock = clock;
    }

    /**
     * Something it told.
     *
     * @param number the ticket's there
     * @param id ours, if it told that
     * @param status as it is there now, null if it told nothing of it
     * @param comment what was said there
     * @param time its own
     */
    record News(
            String number,
            @Nullable String id,
            @Nullable TicketStatus status,
            @Nullable String comment,
            Instant time) {}

    /** Takes it in; empty if it is about no ticket of ours. */
    Optional<Ticket> take(News news) {
        Optional<Ticket> known = rows.external(news.number());
        if (known.isEmpty() && news.id() != null) {
            known = uuid(news.id()).flatMap(rows::find);
        }
        return known.map(
                ticket ->
                        ledger.commitNow(
                                Unit.on(ticket.conversation(), page -> taken(page, ticket, news))));
    }

    private Ticket taken(io.serai.store.Page page, Ticket known, News news) {
        TicketRows here = new TicketRows(page.sql());
        UUID id = UUID.fromString(known.id());
        Ticket before = here.locked(id).orElseThrow();
        if (!here.toldAt(id, news.time())) {
            return before;
        }
        boolean moves =
                news.status() != null
                        && news.status() != before.status()
                        && before.status() != TicketStatus.CLOSED;
        TicketChange change =
                TicketChange.of(before)
                        .updated(clock.instant())
                        .delivered("kept", news.number(), null);
        Ticket now =
                (moves && news.status() != null ? change.status(news.status()) : change).ticket();
        here.update(now);
        if (news.comment() != null) {
            String text = news.comment();
            here.comment(
                    id,
                    before.keptIn(),
                    text.length() > 4_000 ? text.substring(0, 4_000) : text,
                    now.updated());
        }
        teller.told(page, before, now, before.keptIn());
        return now;
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
