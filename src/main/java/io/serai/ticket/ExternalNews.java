package io.serai.ticket;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Event;
import io.serai.store.Keys;
import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Storable;
import io.serai.store.Unit;

import org.apache.camel.Body;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * What the system that keeps a ticket tells about it. That system has the last word: only the
 * status it told later already is not undone by what comes late, and what is closed stays closed.
 */
@Component("ticketNews")
public class ExternalNews {

    private static final int LONGEST = 4_000;

    /** Zendesk's names; its "hold" is pending here. */
    private static final Map<String, TicketStatus> STATUSES =
            Map.of(
                    "new", TicketStatus.NEW,
                    "open", TicketStatus.OPEN,
                    "pending", TicketStatus.PENDING,
                    "hold", TicketStatus.PENDING,
                    "solved", TicketStatus.SOLVED,
                    "closed", TicketStatus.CLOSED);

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
     * @param key unique for ever: the same again is the same news
     * @param number the ticket's there
     * @param id ours, if it told that
     * @param status as it is there now, null if it told nothing of it
     * @param comment what was said there
     * @param time its own
     */
    private record News(
            String key,
            String number,
            @Nullable String id,
            @Nullable TicketStatus status,
            @Nullable String comment,
            Instant time) {}

    /**
     * Behind {@code routes/events/zendesk.camel.yaml}: what Zendesk reports, as its door makes an
     * event of it. About a ticket of nobody's here it changes nothing.
     */
    public void reported(@Body Event event) {
        JsonNode data = event.data();
        String status = data.path("status").asText("").toLowerCase(Locale.ROOT);
        JsonNode said = data.path("said");
        String comment = said.at("/event/comment/body").asText(said.path("comment").asText(""));
        String id = data.path("externalId").asText("");
        take(
                new News(
                        event.source() + "/" + event.id(),
                        data.path("ticketId").asText(""),
                        id.isEmpty() ? null : id,
                        STATUSES.get(status),
                        comment.isBlank() ? null : Storable.cut(comment.strip(), LONGEST),
                        event.time()));
    }

    private Optional<Ticket> take(News news) {
        Optional<Ticket> known = rows.external(news.number());
        if (known.isEmpty() && news.id() != null) {
            known = uuid(news.id()).flatMap(rows::find);
        }
        return known.map(ticket -> ledger.commitNow(new Taking(ticket, news)));
    }

    private final class Taking implements Unit<Ticket> {

        private final Ticket known;
        private final News news;
        private final UUID key;

        Taking(Ticket known, News news) {
            this.known = known;
            this.news = news;
            this.key = Keys.of("/systems/" + known.keptIn() + "/tickets", news.key());
        }

        @Override
        public List<String> conversations() {
            return List.of(known.conversation());
        }

        @Override
        public List<UUID> keys() {
            return List.of(key);
        }

        @Override
        public Ticket run(Page page) {
            return page.seen(key).isPresent() ? known : taken(page, known, news, key);
        }
    }

    private Ticket taken(Page page, Ticket known, News news, UUID key) {
        TicketRows here = new TicketRows(page.sql());
        UUID id = UUID.fromString(known.id());
        Ticket before = here.locked(id).orElseThrow();
        // What tells of no status makes none of before it a late one.
        boolean latest = news.status() != null && here.toldAt(id, news.time());
        boolean moves =
                latest
                        && news.status() != before.status()
                        && before.status() != TicketStatus.CLOSED;
        TicketChange change =
                TicketChange.of(before)
                        .updated(clock.instant())
                        .delivered("kept", news.number(), null);
        Ticket now =
                (moves && news.status() != null ? change.status(news.status()) : change).ticket();
        boolean linked = !Objects.equals(before.external(), now.external());
        String said = news.comment();
        boolean own = said != null && here.isSaid(id, before.keptIn(), said);
        if (!moves && (said == null || own) && !linked) {
            // What the hub itself changed or said there, told back.
            return before;
        }
        here.update(now);
        if (said != null && !own) {
            here.comment(id, before.keptIn(), said, now.updated());
        }
        teller.told(page, before, now, before.keptIn(), key);
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
