package io.serai.customer;

import io.serai.event.Address;
import io.serai.event.Json;
import io.serai.store.Page;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.LongFunction;

/**
 * One unit's changes of who is whose: each goes into the log and the tables in the same commit.
 * Nobody else, on whatever node, decides at the same time.
 */
final class Changes {

    private final Page page;
    private final JdbcClient sql;
    private final IdentityRows rows;
    private final Instant now;
    private long number;

    Changes(Page page, Instant now) {
        this.page = page;
        this.sql = page.sql();
        this.rows = new IdentityRows(sql);
        this.now = now;
        this.number = rows.lock();
    }

    IdentityRows rows() {
        return rows;
    }

    JdbcClient sql() {
        return sql;
    }

    Instant now() {
        return now;
    }

    void link(UUID customer, Address address, List<Evidence> evidence) {
        record(
                next ->
                        new Step.Linked(
                                next,
                                customer.toString(),
                                address.conversation(),
                                address.channel(),
                                address.account(),
                                address.user(),
                                evidence));
    }

    void unlink(UUID customer, UUID conversation, String by) {
        record(next -> new Step.Unlinked(next, customer.toString(), conversation.toString(), by));
        // What the channel said of it before is overruled as well.
        sql.sql("delete from customer_conversation where conversation = ?")
                .param(conversation)
                .update();
    }

    void merge(UUID into, UUID from, Evidence.Kind because, @Nullable String by) {
        record(next -> new Step.Merged(next, into.toString(), from.toString(), because, by));
    }

    void unmerge(UUID root, UUID from, String by) {
        record(next -> new Step.Unmerged(next, root.toString(), from.toString(), by));
    }

    private void record(LongFunction<Step> made) {
        Step step = made.apply(++number);
        page.record(
                "/hub", Step.type(step), step.customer(), Json.MAPPER.valueToTree(step), null, now);
        new Projection(sql).apply(step, now);
    }

    /** Notes that an agent should look whether a conversation is that customer's. */
    void suggest(UUID conversation, UUID root, Evidence.Kind because) {
        sql.sql(
                        "insert into customer_suggestion (conversation, customer, kind, time)"
                                + " values (?, ?, ?, ?) on conflict do nothing")
                .params(
                        conversation,
                        root,
                        because.name().toLowerCase(java.util.Locale.ROOT),
                        Projection.at(now))
                .update();
    }
}
