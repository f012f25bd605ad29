package io.serai.ticket;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A ticket in the making of the next one. */
final class TicketChange {

    private final Ticket it;
    private String subject;
    private TicketStatus status;
    private Priority priority;
    private @Nullable String assignee;
    private Instant updated;
    private @Nullable String external;
    private String delivery;
    private @Nullable String reason;

    private TicketChange(Ticket it) {
        this.it = it;
        this.subject = it.subject();
        this.status = it.status();
        this.priority = it.priority();
        this.assignee = it.assignee();
        this.updated = it.updated();
        this.external = it.external();
        this.delivery = it.delivery();
        this.reason = it.reason();
    }

    static TicketChange of(Ticket ticket) {
        return new TicketChange(ticket);
    }

    TicketChange subject(String next) {
        subject = next;
        return this;
    }

    TicketChange status(TicketStatus next) {
        status = next;
        return this;
    }

    TicketChange priority(Priority next) {
        priority = next;
        return this;
    }

    TicketChange assignee(@Nullable String next) {
        assignee = next;
        return this;
    }

    TicketChange updated(Instant next) {
        updated = next;
        return this;
    }

    TicketChange delivered(String state, @Nullable String number, @Nullable String why) {
        delivery = state;
        external = number;
        reason = why;
        return this;
    }

    Ticket ticket() {
        return new Ticket(
                it.id(),
                it.number(),
                it.conversation(),
                it.kind(),
                it.rule(),
                subject,
                status,
                priority,
                assignee,
                it.createdBy(),
                it.created(),
                updated,
                it.keptIn(),
                external,
                delivery,
                reason);
    }
}
