package io.serai.chaos;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What PostgreSQL has, read with plain SQL and none of the hub's own classes. */
final class Store {

    private static final String CONVERSATIONS =
            "select id, channel, platform_user, owner, agent, fence, last_seq, inbound_seq,"
                    + " handled_seq from conversation";
    private static final String MESSAGES =
            "select conversation, seq, id, status, body from event where conversation is not null"
                    + " order by conversation, seq";
    private static final String STEPS =
            "select coalesce(subject, conversation::text), body from event where type like"
                    + " 'io.serai.conversation.%' or type = 'io.serai.message.sent' order by"
                    + " pg_xact_commit_timestamp((tx % 4294967296)::text::xid), tx, position";
    private static final String UNREST =
            "select count(*) filter (where owner in ('queue', 'offer', 'agent')) as held, count(*)"
                    + " filter (where handled_seq < inbound_seq) as pending, (select count(*) from"
                    + " outbox) as unsent, count(*) filter (where owner = 'offer' and offered_until"
                    + " < now() - interval '5 s') as overdue from conversation";

    private final String url;
    private final String user;
    private final String password;

    Store(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** A conversation's row. */
    record Conversation(
            String id,
            String channel,
            String user,
            String owner,
            String agent,
            long fence,
            long lastSeq,
            long inboundSeq,
            long handledSeq) {}

    /** A message's row. */
    record Message(
            String conversation,
            long seq,
            String id,
            String status,
            String sender,
            String author,
            String words,
            String clientId) {}

    /** What the hub did with a conversation, in the order of the commits. */
    sealed interface Step {

        String conversation();
    }

    /** It got another owner. */
    record Owned(String conversation, long fence, Holder from, Holder to) implements Step {}

    /** An agent said something in it. */
    record Spoke(String conversation, String agent) implements Step {}

    /** Who has a conversation. */
    record Holder(String kind, String agent) {

        static Holder of(JsonNode owner) {
            return new Holder(
                    owner.path("kind").asText().toLowerCase(java.util.Locale.ROOT),
                    owner.path("agent").asText(""));
        }
    }

    /** What has not come to rest yet. */
    record Unrest(long held, long pending, long unsent, long overdue) {

        boolean none() {
            return held + pending + unsent + overdue == 0;
        }
    }

    Map<String, Conversation> conversations() throws SQLException {
        Map<String, Conversation> all = new LinkedHashMap<>();
        read(
                CONVERSATIONS,
                row ->
                        all.put(
                                row.getString(1),
                                new Conversation(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4),
                                        row.getString(5) == null ? "" : row.getString(5),
                                        row.getLong(6),
                                        row.getLong(7),
                                        row.getLong(8),
                                        row.getLong(9))));
        return all;
    }

    /** By conversation, in the order of their places. */
    Map<String, List<Message>> messages() throws SQLException {
        Map<String, List<Message>> all = new LinkedHashMap<>();
        read(
                MESSAGES,
                row -> {
                    JsonNode said = json(row.getString(5));
                    all.computeIfAbsent(row.getString(1), id -> new ArrayList<>())
                            .add(
                                    new Message(
                                            row.getString(1),
                                            row.getLong(2),
                                            row.getString(3),
                                            row.getString(4),
                                            said.at("/sender/kind").asText(),
                                            said.at("/sender/id").asText(),
                                            said.at("/content/text").asText(),
                                            said.path("clientId").asText("")));
                });
        return all;
    }

    List<Step> steps() throws SQLException {
        List<Step> all = new ArrayList<>();
        read(
                STEPS,
                row -> {
                    JsonNode data = json(row.getString(2));
                    if (data.has("fence")) {
                        all.add(
                                new Owned(
                                        row.getString(1),
                                        data.path("fence").asLong(),
                                        Holder.of(data.path("from")),
                                        Holder.of(data.path("owner"))));
                    } else if (data.at("/sender/kind").asText().equals("agent")) {
                        all.add(new Spoke(row.getString(1), data.at("/sender/id").asText()));
                    }
                });
        return all;
    }

    long deadLetters() throws SQLException {
        long[] count = new long[1];
        read("select count(*) from dead_letter", row -> count[0] = row.getLong(1));
        return count[0];
    }

    Unrest unrest() throws SQLException {
        Unrest[] unrest = new Unrest[1];
        read(
                UNREST,
                row ->
                        unrest[0] =
                                new Unrest(
                                        row.getLong(1),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4)));
        return unrest[0];
    }

    private interface Row {
        void take(ResultSet row) throws SQLException, IOException;
    }

    private void read(String sql, Row each) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                each.take(rows);
            }
        } catch (IOException e) {
            throw new IllegalStateException("A body is no JSON", e);
        }
    }

    private static JsonNode json(String text) throws IOException {
        return Line.JSON.readTree(text);
    }
}
