package io.serai.customer;

import io.serai.customer.Step.Linked;
import io.serai.customer.Step.Merged;
import io.serai.customer.Step.Unlinked;
import io.serai.customer.Step.Unmerged;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a step does to the tables: the same when it is decided and when the log is read again.
 *
 * <p>A merge only points one customer at another. Each link keeps its own, so that undoing a merge
 * gives everybody back what is theirs, and what was linked meanwhile goes with whose it is.
 */
final class Projection {

    private static final List<String> TABLES =
            List.of(
                    "customer",
                    "customer_link",
                    "customer_evidence",
                    "customer_key",
                    "customer_barred",
                    "customer_apart");

    private final JdbcClient sql;

    Projection(JdbcClient sql) {
        this.sql = sql;
    }

    /** Forgets everything that steps make. */
    void clear() {
        TABLES.forEach(table -> sql.sql("delete from " + table).update());
        number(0);
    }

    /**
     * Does it.
     *
     * @param time of its event
     */
    void apply(Step step, Instant time) {
        switch (step) {
            case Linked linked -> link(linked, time);
            case Unlinked unlinked -> unlink(unlinked);
            case Merged merged -> merge(merged);
            case Unmerged unmerged -> unmerge(unmerged);
        }
        number(step.number());
    }

    private void number(long number) {
        sql.sql("update customer_log set number = ?").param(number).update();
    }

    private void link(Linked step, Instant time) {
        UUID customer = UUID.fromString(step.customer());
        UUID conversation = UUID.fromString(step.conversation());
        sql.sql(
                        "insert into customer (id, root, created) values (?, ?, ?) on conflict do"
                                + " nothing")
                .params(customer, customer, at(time))
                .update();
        sql.sql(
                        "insert into customer_link (conversation, channel, account, platform_user,"
                            + " customer, linked) values (?, ?, ?, ?, ?, ?) on conflict do nothing")
                .params(
                        conversation,
                        step.channel(),
                        step.account(),
                        step.user(),
                        customer,
                        at(time))
                .update();
        for (Evidence it : step.evidence()) {
            sql.sql(
                            "insert into customer_evidence (conversation, kind, name, shown,"
                                    + " source, time, decided_by) values (?, ?, ?, ?, ?, ?, ?) on"
                                    + " conflict do nothing")
                    .param(conversation)
                    .param(kind(it))
                    .param(it.name())
                    .param(it.shown())
                    .param(it.source())
                    .param(at(it.time()))
                    .param(it.by())
                    .update();
            if (it.kind().strong()) {
                sql.sql(
                                "insert into customer_key (name, customer) values (?, ?) on"
                                        + " conflict do nothing")
                        .params(it.name(), customer)
                        .update();
            }
        }
    }

    private void unlink(Unlinked step) {
        UUID customer = UUID.fromString(step.customer());
        UUID conversation = UUID.fromString(step.conversation());
        sql.sql("delete from customer_evidence where conversation = ?")
                .param(conversation)
                .update();
        sql.sql("delete from customer_link where conversation = ?").param(conversation).update();
        passOnKeys(customer);
        sql.sql(
                        "insert into customer_barred (conversation, customer) values (?, ?) on"
                                + " conflict do nothing")
                .params(conversation, customer)
                .update();
    }

    /**
     * What no conversation of a customer proves any more belongs to whose conversation proves it,
     * to one of the same people first, or to nobody. Who has no conversation left keeps their code:
     * were it nobody's, the conversation just unlinked would be linked by it again.
     */
    private void passOnKeys(UUID customer) {
        String proven =
                " from customer_evidence e join customer_link l on l.conversation = e.conversation"
                        + " join customer c on c.id = l.customer where e.name = customer_key.name";
        String unproven =
                " where customer = ? and not exists (select 1"
                        + proven
                        + " and l.customer = customer_key.customer)";
        sql.sql(
                        "update customer_key set customer = (select l.customer"
                                + proven
                                + " order by case when c.root = (select root from customer where id"
                                + " = ?) then 0 else 1 end, l.linked, l.conversation limit 1)"
                                + unproven
                                + " and exists (select 1"
                                + proven
                                + ")")
                .params(customer, customer)
                .update();
        sql.sql(
                        "delete from customer_key"
                                + unproven
                                + " and (name not like 'code:%' or exists (select 1 from"
                                + " customer_link l join customer c on c.id = l.customer where"
                                + " c.root = (select root from customer where id = ?)))")
                .params(customer, customer)
                .update();
    }

    private void merge(Merged step) {
        UUID into = UUID.fromString(step.customer());
        UUID from = UUID.fromString(step.merged());
        sql.sql("update customer set merged_into = ? where id = ?").params(into, from).update();
        sql.sql("update customer set root = ? where root = ?").params(into, from).update();
    }

    private void unmerge(Unmerged step) {
        UUID from = UUID.fromString(step.unmerged());
        IdentityRows rows = new IdentityRows(sql);
        UUID root = rows.customer(from).orElseThrow().root();
        Map<UUID, Optional<UUID>> members = rows.members(root);
        Set<UUID> leaving = new HashSet<>(Set.of(from));
        while (members.entrySet().stream()
                .anyMatch(
                        it ->
                                it.getValue().filter(leaving::contains).isPresent()
                                        && leaving.add(it.getKey()))) {
            // Once more, until nobody follows.
        }
        sql.sql("update customer set merged_into = null where id = ?").param(from).update();
        sql.sql("update customer set root = ? where id = any(?)")
                .params(from, leaving.toArray(UUID[]::new))
                .update();
        UUID parent = members.getOrDefault(from, Optional.empty()).orElse(root);
        sql.sql("insert into customer_apart (one, other) values (?, ?) on conflict do nothing")
                .params(parent, from)
                .update();
    }

    private static String kind(Evidence evidence) {
        return evidence.kind().name().toLowerCase(Locale.ROOT);
    }

    static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
