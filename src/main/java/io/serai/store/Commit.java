package io.serai.store;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Event;
import io.serai.event.Ids;
import io.serai.event.Message;
import io.serai.event.Sender;
import io.serai.event.Status;
import io.serai.event.Types;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One commit in the making: what its units have read and what they have written, the latter sent to
 * the database in a few batches however many units there are.
 */
final class Commit {

    private static final int LONGEST_REASON = 400;

    private final Statements statements;
    private final Map<String, Conversation> conversations = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Map<UUID, Page.Seen> seen = new HashMap<>();
    private final Map<String, List<Page.Departing>> outboxes = new HashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private Writes pending = new Writes();

    Commit(Statements statements, List<? extends Unit<?>> units) {
        this.statements = statements;
        List<String> ids =
                units.stream()
                        .flatMap(unit -> unit.conversations().stream())
                        .distinct()
                        .sorted()
                        .toList();
        List<UUID> keys = units.stream().flatMap(unit -> unit.keys().stream()).distinct().toList();
        List<String> departures =
                units.stream().flatMap(unit -> unit.outboxes().stream()).distinct().toList();
        Found found = statements.fetch(ids, keys, departures);
        found.conversations.forEach(it -> conversations.put(it.id(), it));
        asked.addAll(ids);
        seen.putAll(found.seen);
        outboxes.putAll(found.outboxes);
    }

    private @Nullable Conversation fetched(String id) {
        if (asked.add(id)) {
            statements
                    .fetch(List.of(id), List.of(), List.of())
                    .conversations
                    .forEach(found -> conversations.put(id, found));
        }
        return conversations.get(id);
    }

    /**
     * Runs a unit on a page of its own; what it wrote is kept only if it returns.
     *
     * @param traceparent the trace of whoever committed it
     */
    <R> R run(Unit<R> unit, @Nullable String traceparent) {
        Sheet sheet = new Sheet(traceparent);
        try {
            R result = unit.run(sheet);
            sheet.keep();
            return result;
        } catch (RuntimeException e) {
            sheet.discard();
            throw e;
        }
    }

    /**
     * Sends what is left to the database, which PostgreSQL may commit with; the last to be called.
     */
    List<Change> finish() {
        statements.writeLast(pending);
        return changes;
    }

    private void flush() {
        statements.write(pending);
        pending = new Writes();
    }

    /** The page of one unit. */
    private final class Sheet implements Page {

        private final Map<String, Conversation> touched = new HashMap<>();
        private final Map<UUID, Seen> stored = new HashMap<>();
        private final Map<String, List<Departing>> departing = new HashMap<>();
        private final List<Change> told = new ArrayList<>();
        private final @Nullable String traceparent;
        private Writes writes = new Writes();
        private @Nullable Object savepoint;

        Sheet(@Nullable String traceparent) {
            this.traceparent = traceparent;
        }

        @Override
        public Optional<Conversation> conversation(String id) {
            Conversation own = touched.get(id);
            return Optional.ofNullable(own != null ? own : fetched(id));
        }

        @Override
        public void put(Conversation conversation) {
            Conversation before = conversation(conversation.id()).orElse(null);
            write(conversation);
            told.add(new Change.Moved(before, conversation));
        }

        private void write(Conversation conversation) {
            String id = conversation.id();
            boolean known = conversation(id).isPresent();
            writes.put(conversation, !known);
            touched.put(id, conversation);
        }

        @Override
        public Optional<Seen> seen(UUID key) {
            Seen own = stored.get(key);
            return Optional.ofNullable(own != null ? own : seen.get(key));
        }

        @Override
        public Placed append(Conversation conversation, Draft draft) {
            Sender.Kind by = draft.said().sender().kind();
            boolean inbound = by == Sender.Kind.CUSTOMER;
            // The hub's own notices would hide what somebody wants.
            String shown = by == Sender.Kind.SYSTEM ? conversation.preview() : draft.preview();
            Conversation grown = conversation.grown(inbound, shown, draft.time());
            Message message = draft.placed(conversation.id(), grown.lastSeq(), traceparent);
            write(grown);
            writes.event(
                    draft.id(),
                    inbound ? Types.MESSAGE_RECEIVED : Types.MESSAGE_SENT,
                    conversation.address().source(),
                    null,
                    message.conversation(),
                    message.seq(),
                    draft.time(),
                    draft.dedup(),
                    draft.status(),
                    draft.body(),
                    traceparent);
            remember(draft.dedup(), new Seen(message.conversation(), message.seq()));
            told.add(new Change.Added(grown, message));
            return new Placed(grown, message);
        }

        @Override
        public Event record(
                String source,
                String type,
                @Nullable String subject,
                JsonNode data,
                @Nullable UUID dedup,
                Instant now) {
            Event event = new Event(Ids.next(), source, type, subject, now, traceparent, data);
            writes.event(
                    event.id(),
                    type,
                    source,
                    subject,
                    null,
                    null,
                    now,
                    dedup,
                    null,
                    Storable.json(data),
                    traceparent);
            remember(dedup, new Seen(subject, 0));
            told.add(new Change.Recorded(event));
            return event;
        }

        @Override
        public void note(String conversation, Event event) {
            writes.note(conversation, Storable.json(event));
        }

        private void remember(@Nullable UUID key, Seen what) {
            if (key != null) {
                stored.put(key, what);
            }
        }

        @Override
        public void enqueue(Message message) {
            writes.enqueue(message.conversation(), message.seq());
        }

        @Override
        public List<Departing> outbox(String conversation) {
            List<Departing> own = departing.get(conversation);
            return own != null ? own : outboxes.getOrDefault(conversation, List.of());
        }

        @Override
        public void lease(
                String conversation, long seq, @Nullable UUID holder, @Nullable Instant until) {
            writes.lease(conversation, seq, holder, until);
            departing.put(
                    conversation,
                    outbox(conversation).stream()
                            .map(it -> it.seq() == seq ? new Departing(seq, holder, until) : it)
                            .toList());
        }

        @Override
        public List<Message> undecided(String conversation, Collection<Long> called) {
            long last = conversation(conversation).map(Conversation::lastSeq).orElse(0L);
            return last == 0 ? List.of() : Statements.undecided(sql(), conversation, last, called);
        }

        @Override
        public void dequeue(String conversation, long seq) {
            writes.dequeue(conversation, seq);
            departing.put(
                    conversation,
                    outbox(conversation).stream().filter(it -> it.seq() != seq).toList());
        }

        @Override
        public void status(
                String conversation,
                long seq,
                Status status,
                @Nullable String reason,
                @Nullable UUID key) {
            String why = Storable.text(reason, LONGEST_REASON);
            writes.status(conversation, seq, false, status, why, traceparent);
            if (key != null) {
                writes.sentAs(key, conversation, seq);
                remember(key, new Seen(conversation, seq));
            }
            told.add(new Change.StatusMoved(conversation, seq, false, status, why));
        }

        @Override
        public void statusUpTo(String conversation, long seq, Status status) {
            writes.status(conversation, seq, true, status, null, traceparent);
            told.add(new Change.StatusMoved(conversation, seq, true, status, null));
        }

        @Override
        public void belongs(String conversation, String customer) {
            writes.belongs(conversation, customer);
        }

        @Override
        public void exclusive(String part) {
            statements.exclusive(part);
        }

        @Override
        public JdbcClient sql() {
            if (savepoint == null) {
                flush();
                savepoint = statements.savepoint();
            }
            statements.write(writes);
            writes = new Writes();
            return statements.client();
        }

        void keep() {
            conversations.putAll(touched);
            seen.putAll(stored);
            outboxes.putAll(departing);
            changes.addAll(told);
            pending.add(writes);
        }

        void discard() {
            if (savepoint != null) {
                statements.rollback(savepoint);
            }
        }
    }
}
