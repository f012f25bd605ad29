package io.serai.customer;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who is whose, as the tables have it. */
final class IdentityRows {

    private final JdbcClient sql;

    IdentityRows(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * A customer and who it is now.
     *
     * @param own as it was linked
     * @param root after all merges
     */
    record Place(UUID own, UUID root) {}

    /** The number of the latest change. Nobody else changes anything until the commit. */
    long lock() {
        return sql.sql("select number from customer_log for update").query(Long.class).single();
    }

    Optional<Place> link(UUID conversation) {
        return sql.sql(
                        "select c.id, c.root from customer_link l join customer c on c.id ="
                                + " l.customer where l.conversation = ?")
                .param(conversation)
                .query((row, n) -> new Place(uuid(row.getString(1)), uuid(row.getString(2))))
                .optional();
    }

    /** Whose these names are, of those that are anybody's. */
    Map<String, Place> owners(Collection<String> names) {
        Map<String, Place> found = new HashMap<>();
        sql.sql(
                        "select k.name, c.id, c.root from customer_key k join customer c on c.id ="
                                + " k.customer where k.name = any(?)")
                .param(names.toArray(String[]::new))
                .query(
                        row -> {
                            found.put(
                                    row.getString(1),
                                    new Place(uuid(row.getString(2)), uuid(row.getString(3))));
                        });
        return found;
    }

    /** Everything that is known of a conversation, as kind and name. */
    Set<String> evidence(UUID conversation) {
        return new HashSet<>(
                sql.sql(
                                "select kind || ' ' || name from customer_evidence where"
                                        + " conversation = ?")
                        .param(conversation)
                        .query(String.class)
                        .list());
    }

    /** The merchant's codes of these customers, as names. */
    Set<String> codes(UUID... roots) {
        return new HashSet<>(
                sql.sql(
                                "select k.name from customer c join customer_key k on k.customer ="
                                        + " c.id where c.root = any(?) and k.name like 'code:%'")
                        .param(roots)
                        .query(String.class)
                        .list());
    }

    /** Which customers have evidence of this name, whatever it is worth. */
    List<UUID> withEvidence(String name) {
        return sql
                .sql(
                        "select distinct c.root from customer_evidence e join customer_link l on"
                                + " l.conversation = e.conversation join customer c on c.id ="
                                + " l.customer where e.name = ?")
                .param(name)
                .query(String.class)
                .list()
                .stream()
                .map(UUID::fromString)
                .toList();
    }

    /** Whether an agent said that this conversation is not that customer's. */
    boolean isBarred(UUID conversation, UUID root) {
        return !sql.sql(
                        "select 1 from customer_barred b join customer c on c.id = b.customer where"
                                + " b.conversation = ? and c.root = ?")
                .params(conversation, root)
                .query(Integer.class)
                .list()
                .isEmpty();
    }

    /** Whether an agent said that these are two. */
    boolean areApart(UUID one, UUID other) {
        return !sql.sql(
                        "select 1 from customer_apart a join customer x on x.id = a.one join"
                            + " customer y on y.id = a.other where (x.root = ? and y.root = ?) or"
                            + " (x.root = ? and y.root = ?)")
                .params(one, other, other, one)
                .query(Integer.class)
                .list()
                .isEmpty();
    }

    /** Whether an agent said of a conversation of one of these that it is not the other's. */
    boolean areDivided(UUID one, UUID other) {
        return !sql.sql(
                        "select 1 from customer_barred b join customer x on x.id = b.customer join"
                            + " customer_link l on l.conversation = b.conversation join customer y"
                            + " on y.id = l.customer where (x.root = ? and y.root = ?) or (x.root ="
                            + " ? and y.root = ?)")
                .params(one, other, other, one)
                .query(Integer.class)
                .list()
                .isEmpty();
    }

    /** Who a customer is now. */
    Optional<Place> customer(UUID id) {
        return sql.sql("select id, root from customer where id = ?")
                .param(id)
                .query((row, n) -> new Place(uuid(row.getString(1)), uuid(row.getString(2))))
                .optional();
    }

    /** The customers that are one now, each with the one it was merged into; the root has none. */
    Map<UUID, Optional<UUID>> members(UUID root) {
        Map<UUID, Optional<UUID>> found = new HashMap<>();
        sql.sql("select id, merged_into from customer where root = ?")
                .param(root)
                .query(
                        row -> {
                            found.put(
                                    uuid(row.getString(1)),
                                    Optional.ofNullable(row.getString(2)).map(UUID::fromString));
                        });
        return found;
    }

    static UUID uuid(String text) {
        return UUID.fromString(text);
    }
}
