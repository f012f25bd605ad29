package io.serai.store;

import io.serai.event.Event;
import io.serai.event.Json;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What happened beside conversations: the events that {@link Page#note} put there, outside any
 * commit.
 */
@Component
public class Notes {

    private final JdbcClient sql;

    Notes(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * An event beside a conversation.
     *
     * @param id its place among the conversation's notes; a later one's is greater
     */
    public record Note(String id, Event event) {}

    /**
     * The latest notes of a conversation, oldest first.
     *
     * @param before only those before this one, or null
     */
    public List<Note> of(String conversation, @Nullable UUID before, int limit) {
        // The key's columns all named, so that it is read backwards and not sorted.
        List<Object> parameters = new ArrayList<>(List.of(Rows.uuid(conversation)));
        if (before != null) {
            parameters.add(before);
        }
        parameters.add(limit);
        return sql.sql(
                        "select id, event from conversation_note where conversation = ?"
                                + (before == null ? "" : " and id < ?")
                                + " order by conversation desc, id desc limit ?")
                .params(parameters)
                .query(
                        (row, n) ->
                                new Note(
                                        row.getString(1), Json.read(row.getString(2), Event.class)))
                .list()
                .reversed();
    }
}
