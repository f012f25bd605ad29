package io.serai.ticket;

import io.serai.event.Ids;
import io.serai.store.Keys;
import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Refusal;
import io.serai.store.Unit;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** Everything that can be done with tickets. */
@Component
public class Tickets {

    private static final int MOST_LISTED = 200;
    private static final int LONGEST_SUBJECT = 200;
    private static final int LONGEST_TEXT = 4_000;

    private final Ledger ledger;
    private final TicketRows rows;
    private final TicketTeller teller;
    private final TicketSender sender;
    private final Clock clock;

    Tickets(Ledger ledger, JdbcClient sql, TicketTeller teller, TicketSender sender, Clock clock) {
        this.ledger = ledger;
        this.rows = new TicketRows(sql);
        this.teller = teller;
        this.sender = sender;
        this.clock = clock;
    }

    /**
     * What is to be opened.
     *
     * @param id the author's own, a UUID: the same again is the same ticket; null: whatever
     * @param conversation where it came from
     * @param kind such as {@code complaint}
     * @param text the first comment
     */
    public record Wish(
            @Nullable String id,
            String conversation,
            String kind,
            String subject,
            Priority priority,
            @Nullable String assignee,
            @Nullable String text) {}

    /**
     * What is to be changed; null: as it is.
     *
     * @param assignee an empty one: nobody
     */
    public record Patch(
            @Nullable String subject,
            @Nullable TicketStatus status,
            @Nullable Priority priority,
            @Nullable String assignee) {}

    /**
     * Opens a ticket for somebody.
     *
     * @throws Refusal if there is no such conversation, or the id stands for a ticket of another
     *     one
     * @throws IllegalArgumentException if something is not as it must be; the message names it
     */
    public Ticket open(String login, Wish wish) {
        Opening.Opened opened =
                ledger.commitNow(
                        new Opening(
                                draft(login, null, wish),
                                0,
                                checked(wish.text(), "text", LONGEST_TEXT),
                                teller));
        Ticket ticket = java.util.Objects.requireNonNull(opened.ticket());
        if (!ticket.conversation().equals(wish.conversation())) {
            // Perhaps one that this agent may not see.
            throw Refusal.conflict("\"id\" stands for another ticket already");
        }
        sender.wake();
        return ticket;
    }

    /** Opens a ticket for a rule, unless one is open or there are too many. */
    Optional<Ticket> open(TicketRule rule, String conversation, String message, String text) {
        Wish wish =
                new Wish(
                        id(rule, message),
                        conversation,
                        rule.kind(),
                        rule.subject(),
                        rule.priority(),
                        null,
                        text);
        Opening.Opened opened =
                ledger.commitNow(
                        new Opening(
                                draft("serai", rule.name(), wish), rule.perHour(), text, teller));
        if (opened.isNew()) {
            sender.wake();
        }
        return opened.isNew() ? Optional.ofNullable(opened.ticket()) : Optional.empty();
    }

    /** The same message never opens a second one by the same rule, however often it is handled. */
    private static String id(TicketRule rule, String message) {
        return Keys.of("ticket", rule.name() + "/" + message).toString();
    }

    private Ticket draft(String by, @Nullable String rule, Wish wish) {
        Instant now = clock.instant();
        String subject = checked(wish.subject(), "subject", LONGEST_SUBJECT);
        if (subject == null) {
            throw new IllegalArgumentException("\"subject\" is missing");
        }
        if (!wish.kind().matches("[a-z0-9-]{1,32}")) {
            throw new IllegalArgumentException(
                    "\"kind\" must be 1 to 32 small letters, digits or hyphens");
        }
        return new Ticket(
                wish.id() == null ? Ids.next() : own(wish.id()).toString(),
                0,
                wish.conversation(),
                wish.kind(),
                rule,
                subject,
                TicketStatus.NEW,
                wish.priority(),
                orNobody(wish.assignee()),
                by,
                now,
                now,
                teller.keptIn(),
                null,
                teller.external() ? "waiting" : "none",
                null);
    }

    /**
     * Changes a ticket.
     *
     * @throws Refusal if there is none, or that step is not allowed
     */
    public Ticket change(String login, String id, Patch patch) {
        Ticket changed =
                on(
                        id,
                        List.of(),
                        (page, before) -> {
                            Ticket now = patched(before, patch);
                            if (!now.equals(before)) {
                                now = TicketChange.of(now).updated(clock.instant()).ticket();
                                new TicketRows(page.sql()).update(now);
                                teller.changed(
                                        page, new TicketRows(page.sql()), before, now, login);
                            }
                            return now;
                        });
        sender.wake();
        return changed;
    }

    /**
     * Adds a comment, for colleagues.
     *
     * @param own the author's own id of it, a UUID: the same again is the same comment; null:
     *     whatever
     */
    public Ticket comment(String login, String id, @Nullable String own, String text) {
        String said = checked(text, "text", LONGEST_TEXT);
        if (said == null) {
            throw new IllegalArgumentException("\"text\" is missing");
        }
        UUID key = own == null ? null : Keys.of("comment/" + id, login + '/' + own(own));
        Ticket commented =
                on(
                        id,
                        key == null ? List.of() : List.of(key),
                        (page, before) -> {
                            if (key != null && page.seen(key).isPresent()) {
                                return before;
                            }
                            TicketRows on = new TicketRows(page.sql());
                            Ticket now = TicketChange.of(before).updated(clock.instant()).ticket();
                            on.update(now);
                            on.comment(UUID.fromString(now.id()), login, said, now.updated());
                            teller.commented(page, on, now, login, said, key);
                            return now;
                        });
        sender.wake();
        return commented;
    }

    private Ticket on(String id, List<UUID> keys, BiFunction<Page, Ticket, Ticket> work) {
        Ticket known = find(id).orElseThrow(Tickets::gone);
        return ledger.commitNow(
                Unit.on(
                        known.conversation(),
                        keys,
                        page ->
                                work.apply(
                                        page,
                                        new TicketRows(page.sql())
                                                .locked(uuid(known.id()))
                                                .orElseThrow(Tickets::gone))));
    }

    private static Ticket patched(Ticket it, Patch patch) {
        TicketStatus status = patch.status() == null ? it.status() : patch.status();
        if (!it.status().mayBecome(status)) {
            throw Refusal.conflict(
                    "A ticket that is %s cannot be %s again; open a new one"
                            .formatted(it.status().word(), status.word()));
        }
        String subject = checked(patch.subject(), "subject", LONGEST_SUBJECT);
        return TicketChange.of(it)
                .status(status)
                .priority(patch.priority() == null ? it.priority() : patch.priority())
                .subject(subject == null ? it.subject() : subject)
                .assignee(patch.assignee() == null ? it.assignee() : orNobody(patch.assignee()))
                .ticket();
    }

    /** By id or number. */
    public Optional<Ticket> find(String id) {
        return id.matches("[0-9]{1,18}") ? rows.byNumber(Long.parseLong(id)) : rows.find(uuid(id));
    }

    public List<Ticket.Comment> comments(String id) {
        return rows.comments(uuid(id));
    }

    /** Those of these conversations, the latest first. */
    public List<Ticket> ofConversations(List<String> conversations) {
        return rows.ofConversations(
                conversations.stream().map(Tickets::uuid).toArray(UUID[]::new), MOST_LISTED);
    }

    /**
     * The latest first.
     *
     * @param assignee only theirs, unless null
     */
    public List<Ticket> list(List<TicketStatus> statuses, @Nullable String assignee, int limit) {
        return rows.list(statuses, assignee, Math.clamp(limit, 1, MOST_LISTED));
    }

    private static @Nullable String checked(@Nullable String text, String field, int longest) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (text.length() > longest || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "\"%s\" may have %d characters, none of them U+0000".formatted(field, longest));
        }
        return text.strip();
    }

    private static @Nullable String orNobody(@Nullable String assignee) {
        return assignee == null || assignee.isEmpty() ? null : assignee;
    }

    private static UUID own(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"id\" must be a UUID", e);
        }
    }

    private static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw gone();
        }
    }

    private static Refusal gone() {
        return Refusal.gone("There is no such ticket");
    }
}
