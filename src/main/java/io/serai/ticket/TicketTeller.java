package io.serai.ticket;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.conversation.Speech;
import io.serai.event.Content;
import io.serai.event.Json;
import io.serai.event.Sender;
import io.serai.event.Types;
import io.serai.store.Page;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Tells what becomes of a ticket, in the commit that changes it: as an event, to the system it is
 * handed to, and to the customer where a text is set.
 */
@Component
class TicketTeller {

    private final TicketSettings settings;

    TicketTeller(TicketSettings settings) {
        this.settings = settings;
    }

    String keptIn() {
        return settings.system();
    }

    boolean external() {
        return settings.external();
    }

    void opened(Page page, TicketRows rows, Ticket ticket, @Nullable String text) {
        event(page, Types.TICKET_CREATED, ticket, ticket.createdBy(), ticket.created(), null);
        if (!ticket.keptIn().equals(TicketSettings.HUB)) {
            Map<String, Object> body = new HashMap<>();
            body.put("subject", ticket.subject());
            body.put(
                    "comment",
                    Map.of("body", text == null ? ticket.subject() : text, "public", false));
            body.put("priority", ticket.priority().word());
            body.put("external_id", ticket.id());
            body.put("tags", List.of("serai", ticket.kind()));
            rows.enqueue(
                    UUID.fromString(ticket.id()), "create", Json.write(body), ticket.created());
        }
        say(page, ticket, settings.tell().created(), ticket.created());
    }

    /** By somebody here, and so for the other system to hear. */
    void changed(Page page, TicketRows rows, Ticket before, Ticket now, String by) {
        told(page, before, now, by, null);
        if (!now.keptIn().equals(TicketSettings.HUB)) {
            Map<String, Object> body = new HashMap<>();
            if (now.status() != before.status()) {
                body.put("status", now.status().word());
            }
            if (now.priority() != before.priority()) {
                body.put("priority", now.priority().word());
            }
            if (!now.subject().equals(before.subject())) {
                body.put("subject", now.subject());
            }
            if (!body.isEmpty()) {
                rows.enqueue(UUID.fromString(now.id()), "change", Json.write(body), now.updated());
            }
        }
    }

    /**
     * To the other system, and to readers of events.
     *
     * @param dedup what stands for this comment, or null
     */
    void commented(
            Page page,
            TicketRows rows,
            Ticket ticket,
            String by,
            String text,
            @Nullable UUID dedup) {
        event(page, Types.TICKET_UPDATED, ticket, by, ticket.updated(), dedup);
        if (!ticket.keptIn().equals(TicketSettings.HUB)) {
            String body = Json.write(Map.of("comment", Map.of("body", text, "public", false)));
            rows.enqueue(UUID.fromString(ticket.id()), "comment", body, ticket.updated());
        }
    }

    /**
     * To the conversation.
     *
     * @param dedup what stands for who told it and when, or null
     */
    void told(Page page, Ticket before, Ticket now, String by, @Nullable UUID dedup) {
        boolean solved = before.status().isOpen() && !now.status().isOpen();
        event(
                page,
                solved ? Types.TICKET_SOLVED : Types.TICKET_UPDATED,
                now,
                by,
                now.updated(),
                dedup);
        say(
                page,
                now,
                solved ? settings.tell().solved() : settings.tell().updated(),
                now.updated());
    }

    /** That another system has it, or not. */
    void event(Page page, Ticket ticket, String by, Instant now) {
        event(page, Types.TICKET_UPDATED, ticket, by, now, null);
    }

    private static void event(
            Page page, String type, Ticket ticket, String by, Instant now, @Nullable UUID dedup) {
        ObjectNode data = Json.MAPPER.valueToTree(ticket);
        data.put("by", by);
        String number = String.valueOf(ticket.number());
        page.note(ticket.conversation(), page.record("/hub", type, number, data, dedup, now));
    }

    private static void say(Page page, Ticket ticket, String template, Instant now) {
        if (template.isBlank()) {
            return;
        }
        String text =
                template.replace("{number}", String.valueOf(ticket.number()))
                        .replace("{subject}", ticket.subject());
        page.conversation(ticket.conversation())
                .ifPresent(
                        it ->
                                Speech.say(
                                        page,
                                        it,
                                        Speech.draft(
                                                it,
                                                Sender.system(),
                                                new Content.Text(text),
                                                null,
                                                now)));
    }
}
