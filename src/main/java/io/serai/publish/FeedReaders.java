package io.serai.publish;

import io.serai.store.Cursor;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** How far the hub is in the feed where it hands events on, and which node does so. */
@Component
class FeedReaders {

    private final JdbcClient sql;

    FeedReaders(JdbcClient sql) {
        this.sql = sql;
    }

    /** Where a reader is; empty if it never was anywhere. */
    Optional<Cursor> place(String name) {
        return sql.sql("select place from feed_reader where name = ?")
                .param(name)
                .query(String.class)
                .optional()
                .map(Cursor::of);
    }

    /** Begins a reader there, unless another node was quicker. */
    void begin(String name, Cursor place, Instant now) {
        try {
            sql.sql("insert into feed_reader (name, place, updated) values (?, ?, ?)")
                    .params(name, place.toString(), Webhooks.time(now))
                    .update();
        } catch (DuplicateKeyException e) {
            // Its place is as good.
        }
    }

    /** Takes it for this node, or keeps it; false if another has it. */
    boolean claim(String name, UUID holder, Instant now, Instant until) {
        return sql.sql(
                                "update feed_reader set holder = ?, until = ? where name = ? and"
                                        + " (holder is null or holder = ? or until < ?)")
                        .params(holder, Webhooks.time(until), name, holder, Webhooks.time(now))
                        .update()
                > 0;
    }

    /** Moves it on; false if this node has it no longer, or it is elsewhere than thought. */
    boolean move(String name, UUID holder, Cursor from, Cursor to, Instant now) {
        return sql.sql(
                                "update feed_reader set place = ?, updated = ? where name = ? and"
                                        + " holder = ? and place = ?")
                        .params(to.toString(), Webhooks.time(now), name, holder, from.toString())
                        .update()
                > 0;
    }

    void release(String name, UUID holder) {
        sql.sql("update feed_reader set holder = null where name = ? and holder = ?")
                .params(name, holder)
                .update();
    }
}
