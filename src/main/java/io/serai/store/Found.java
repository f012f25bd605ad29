package io.serai.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the units of a commit asked for and is there. */
final class Found {

    final List<Conversation> conversations = new ArrayList<>();
    final Map<UUID, Page.Seen> seen = new HashMap<>();

    /** Whether a transaction that began after this one has written one of them. */
    boolean overtaken;

    /** What is to be sent to platforms, by conversation, oldest first. */
    final Map<String, List<Page.Departing>> outboxes = new HashMap<>();

    void conversation(ResultSet row, boolean shared) throws SQLException {
        conversations.add(Rows.conversation(row));
        overtaken |= shared && row.getBoolean("overtaken");
    }

    void seen(ResultSet row) throws SQLException {
        seen.put(row.getObject(1, UUID.class), Rows.seen(row));
    }

    void departing(ResultSet row) throws SQLException {
        outboxes.computeIfAbsent(row.getString(1), id -> new ArrayList<>())
                .add(Rows.departing(row));
    }
}
