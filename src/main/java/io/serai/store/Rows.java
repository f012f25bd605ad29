package io.serai.store;

import com.fasterxml.jackson.core.type.TypeReference;

import io.serai.event.Address;
import io.serai.event.Json;
import io.serai.event.Message;
import io.serai.event.Owner;
import io.serai.event.Status;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** How rows become records and records rows. */
final class Rows {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_PREVIEW = 200;

    static final String CONVERSATION_COLUMNS =
            "channel, account, platform_user, name, attributes, reply, owner, agent, skill, since,"
                    + " fence, last_seq, inbound_seq, handled_seq, agent_seq, misses, memory,"
                    + " last_agent, preview, updated, offered_until, id";

    /** What may change once it is there, in the order of {@link #conversation(Conversation)}. */
    private static final String STATE =
            "name text, attributes text, reply text, owner text, agent text, skill text, since"
                    + " timestamptz, fence bigint, last_seq bigint, inbound_seq bigint, handled_seq"
                    + " bigint, agent_seq bigint, misses int, memory text, last_agent text, preview"
                    + " text, updated timestamptz, offered_until timestamptz";

    static final Bulk UPDATE_CONVERSATION = Bulk.update("conversation", STATE, "id uuid");

    static final Bulk INSERT_CONVERSATION =
            Bulk.insert(
                    "conversation",
                    STATE + ", id uuid, channel text, account text, platform_user text");

    static final String MESSAGE_COLUMNS =
            "id, conversation, seq, time, status, reason, body, traceparent";

    static final Bulk INSERT_EVENT =
            Bulk.insert(
                    "event",
                    "id uuid, type text, source text, subject text, conversation uuid, seq bigint,"
                            + " time timestamptz, dedup uuid, status text, body text, traceparent"
                            + " text");

    private static final String PLACE = "conversation uuid, seq bigint";

    static final Bulk INSERT_OUTBOX = Bulk.insert("outbox", PLACE);

    static final Bulk LEASE_OUTBOX = Bulk.update("outbox", "until timestamptz, holder uuid", PLACE);

    static final Bulk DELETE_OUTBOX = Bulk.delete("outbox", PLACE);

    static final Bulk INSERT_SENT_AS = Bulk.insert("sent_as", "dedup uuid, " + PLACE);

    static final Bulk INSERT_NOTE =
            Bulk.insert("conversation_note", "conversation uuid, id uuid, event text");

    /** Of a conversation's channel, at the database's time. */
    static final String INSERT_STATUS =
            "insert into event (id, type, source, subject, time, body, traceparent) select ?,"
                + " 'io.serai.message.status', '/channels/' || channel || '/' || account, cast(id"
                + " as varchar), current_timestamp, ?, ? from conversation where id = ?";

    private static final UUID NOBODY = new UUID(0, 0);
    private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

    private Rows() {}

    static Conversation conversation(ResultSet row) throws SQLException {
        return new Conversation(
                row.getString(22),
                new Address(row.getString(1), row.getString(2), row.getString(3)),
                row.getString(4),
                map(row.getString(5)),
                map(row.getString(6)),
                new Owner(
                        Owner.Kind.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
                        row.getString(8),
                        row.getString(9),
                        instant(row, 10),
                        row.getTimestamp(21) == null ? null : instant(row, 21)),
                row.getLong(11),
                row.getLong(12),
                row.getLong(13),
                row.getLong(14),
                row.getLong(15),
                row.getInt(16),
                map(row.getString(17)),
                row.getString(18),
                row.getString(19),
                instant(row, 20));
    }

    /** For {@link #UPDATE_CONVERSATION}. */
    static Object[] conversation(Conversation it) {
        return new Object[] {
            Storable.text(it.name(), LONGEST_NAME),
            json(it.attributes()),
            json(it.reply()),
            lower(it.owner().kind()),
            it.owner().agent(),
            it.owner().skill(),
            time(it.owner().since()),
            it.fence(),
            it.lastSeq(),
            it.inboundSeq(),
            it.handledSeq(),
            it.agentSeq(),
            it.misses(),
            json(it.memory()),
            it.lastAgent(),
            Storable.text(it.preview(), LONGEST_PREVIEW),
            time(it.updated()),
            it.owner().until() == null ? null : time(it.owner().until()),
            uuid(it.id())
        };
    }

    /** For {@link #INSERT_CONVERSATION}. */
    static Object[] opened(Conversation it) {
        Object[] state = conversation(it);
        Object[] row = Arrays.copyOf(state, state.length + 3);
        row[state.length] = it.address().channel();
        row[state.length + 1] = it.address().account();
        row[state.length + 2] = it.address().user();
        return row;
    }

    static Message message(ResultSet row) throws SQLException {
        Draft.Said said = Json.read(row.getString("body"), Draft.Said.class);
        return new Message(
                row.getString("id"),
                row.getString("conversation"),
                row.getLong("seq"),
                said.sender(),
                said.content(),
                instant(row, "time"),
                said.platformTime(),
                said.clientId(),
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("reason"),
                row.getString("traceparent"));
    }

    static DeadLetter deadLetter(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getString("id"),
                row.getString("conversation"),
                row.getLong("seq"),
                row.getString("message"),
                row.getString("route"),
                row.getString("reason"),
                instant(row, "time"),
                row.getTimestamp("replayed") == null ? null : instant(row, "replayed"));
    }

    static Page.Seen seen(ResultSet row) throws SQLException {
        return new Page.Seen(row.getString(2), row.getLong(3));
    }

    static Page.Departing departing(ResultSet row) throws SQLException {
        Timestamp until = row.getTimestamp(4);
        return new Page.Departing(
                row.getLong(2),
                row.getObject(3, UUID.class),
                until == null ? null : until.toInstant());
    }

    static Instant instant(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(row.getTimestamp(column)).toInstant();
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return Objects.requireNonNull(time).toInstant();
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** The id as the database has it; a text that is no UUID stands for one that no row has. */
    static UUID uuid(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return NOBODY;
        }
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static String json(Map<String, String> map) {
        return map.isEmpty() ? "{}" : Storable.json(map);
    }

    static Map<String, String> map(String json) {
        if (json.length() == 2) {
            return Map.of();
        }
        try {
            return Map.copyOf(Json.MAPPER.readValue(json, STRINGS));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "A column of JSON holds something else; was the database edited by hand?", e);
        }
    }
}
