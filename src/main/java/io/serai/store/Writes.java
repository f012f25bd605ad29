package io.serai.store;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.serai.event.Ids;
import io.serai.event.Json;
import io.serai.event.Status;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What is to be written, by statement, each list in the order it came. */
final class Writes {

    /** One change of status; see {@link Page#status} and {@link Page#statusUpTo}. */
    record StatusWrite(
            String conversation,
            long seq,
            boolean upTo,
            Status status,
            @Nullable String reason,
            @Nullable String traceparent) {

        /** As the event that tells of it. */
        Object[] event() {
            var told = new Moved(conversation, seq, upTo, status, reason);
            return new Object[] {
                Rows.uuid(Ids.next()), Json.write(told), traceparent, Rows.uuid(conversation)
            };
        }
    }

    /** What an event of type {@link io.serai.event.Types#MESSAGE_STATUS} has as its data. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Moved(
            String conversation, long seq, boolean upTo, Status status, @Nullable String reason) {}

    final Map<String, Conversation> conversations = new LinkedHashMap<>();
    final Set<String> fresh = new LinkedHashSet<>();
    final List<Object[]> events = new ArrayList<>();
    final List<Object[]> enqueued = new ArrayList<>();
    final List<Object[]> leased = new ArrayList<>();
    final List<Object[]> dequeued = new ArrayList<>();
    final List<Object[]> sentAs = new ArrayList<>();
    final List<Object[]> customers = new ArrayList<>();
    final List<Object[]> notes = new ArrayList<>();
    final List<StatusWrite> statuses = new ArrayList<>();

    /** Rows and the statements they are written with, in the order in which to write them. */
    Map<Bulk, List<Object[]>> rows() {
        Map<Bulk, List<Object[]>> rows = new LinkedHashMap<>();
        List<Object[]> opened = new ArrayList<>();
        List<Object[]> moved = new ArrayList<>();
        for (Conversation conversation : conversations.values()) {
            if (fresh.contains(conversation.id())) {
                opened.add(Rows.opened(conversation));
            } else {
                moved.add(Rows.conversation(conversation));
            }
        }
        rows.put(Rows.INSERT_CONVERSATION, opened);
        rows.put(Rows.UPDATE_CONVERSATION, moved);
        rows.put(Rows.INSERT_EVENT, events);
        rows.put(Rows.INSERT_OUTBOX, enqueued);
        rows.put(Rows.LEASE_OUTBOX, leased);
        rows.put(Rows.DELETE_OUTBOX, dequeued);
        rows.put(Rows.INSERT_NOTE, notes);
        rows.put(Rows.INSERT_SENT_AS, sentAs);
        return rows;
    }

    void put(Conversation conversation, boolean isFresh) {
        conversations.put(conversation.id(), conversation);
        if (isFresh) {
            fresh.add(conversation.id());
        }
    }

    void event(
            String id,
            String type,
            String source,
            @Nullable String subject,
            @Nullable String conversation,
            @Nullable Long seq,
            Instant time,
            @Nullable UUID dedup,
            @Nullable Status status,
            String body,
            @Nullable String traceparent) {
        events.add(
                new Object[] {
                    Rows.uuid(id),
                    type,
                    source,
                    subject,
                    conversation == null ? null : Rows.uuid(conversation),
                    seq,
                    Rows.time(time),
                    dedup,
                    status == null ? null : Rows.lower(status),
                    body,
                    traceparent
                });
    }

    void enqueue(String conversation, long seq) {
        enqueued.add(new Object[] {Rows.uuid(conversation), seq});
    }

    void lease(String conversation, long seq, @Nullable UUID holder, @Nullable Instant until) {
        leased.add(
                new Object[] {
                    until == null ? null : Rows.time(until), holder, Rows.uuid(conversation), seq
                });
    }

    void dequeue(String conversation, long seq) {
        dequeued.add(new Object[] {Rows.uuid(conversation), seq});
    }

    void belongs(String conversation, String customer) {
        customers.add(new Object[] {customer, Rows.uuid(conversation)});
    }

    void note(String conversation, String event) {
        notes.add(new Object[] {Rows.uuid(conversation), Rows.uuid(Ids.next()), event});
    }

    void status(
            String conversation,
            long seq,
            boolean upTo,
            Status status,
            @Nullable String reason,
            @Nullable String traceparent) {
        statuses.add(new StatusWrite(conversation, seq, upTo, status, reason, traceparent));
    }

    void sentAs(UUID key, String conversation, long seq) {
        sentAs.add(new Object[] {key, Rows.uuid(conversation), seq});
    }

    void add(Writes later) {
        conversations.putAll(later.conversations);
        fresh.addAll(later.fresh);
        events.addAll(later.events);
        enqueued.addAll(later.enqueued);
        leased.addAll(later.leased);
        dequeued.addAll(later.dequeued);
        sentAs.addAll(later.sentAs);
        customers.addAll(later.customers);
        notes.addAll(later.notes);
        statuses.addAll(later.statuses);
    }
}
