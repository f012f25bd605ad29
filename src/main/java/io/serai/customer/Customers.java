package io.serai.customer;

import io.serai.customer.Customer.Link;
import io.serai.customer.Customer.Suggestion;
import io.serai.customer.IdentityRows.Place;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Who is who, to read. */
@Component
public class Customers {

    /** Conversations of one customer that are shown, the latest linked first. */
    private static final int MOST = 200;

    private final JdbcClient sql;
    private final IdentityRows rows;

    Customers(JdbcClient sql) {
        this.sql = sql;
        this.rows = new IdentityRows(sql);
    }

    /** A customer; by the id of one who was merged, whom they were merged into. */
    public Optional<Customer> find(String id) {
        return uuid(id).flatMap(rows::customer).map(place -> customer(place.root()));
    }

    /** Whose a conversation is. */
    public Optional<Customer> ofConversation(String conversation) {
        return uuid(conversation).flatMap(rows::link).map(place -> customer(place.root()));
    }

    /** The merchant's codes of whoever a conversation is with, also by their other channels. */
    public List<String> codes(String conversation) {
        return uuid(conversation).map(this::codes).orElse(List.of());
    }

    private List<String> codes(UUID conversation) {
        return rows.link(conversation)
                .map(it -> rows.codes(it.root()).stream().map(Customers::code).sorted().toList())
                .orElse(List.of());
    }

    /** The codes that the CRM, and not the merchant's own signature, gave for this conversation. */
    List<String> saidByCrm(String conversation) {
        String crm = "crm " + Evidence.CODE;
        Set<String> evidence = rows.evidence(UUID.fromString(conversation));
        return evidence.stream()
                .filter(it -> it.startsWith(crm))
                .map(it -> it.substring(crm.length()))
                .filter(it -> !evidence.contains("merchant " + Evidence.CODE + it))
                .toList();
    }

    /**
     * Whether an agent said that a conversation is not that of the customer with this code: by
     * unlinking it, or by taking apart the two customers.
     */
    boolean isDenied(String conversation, String code) {
        UUID id = UUID.fromString(conversation);
        String name = Evidence.CODE + code;
        Place owner = rows.owners(List.of(name)).get(name);
        return owner != null
                && (rows.isBarred(id, owner.root())
                        || rows.link(id)
                                .filter(it -> rows.areApart(it.root(), owner.root()))
                                .isPresent());
    }

    /** Conversations that might be somebody's, as an agent in one of them should see. */
    public List<Suggestion> suggestions(String conversation) {
        return uuid(conversation)
                .map(it -> suggestions("s.conversation = ?", it))
                .orElse(List.of());
    }

    /** Whether all of this is known of a conversation. */
    boolean isKnown(String conversation, List<Evidence> evidence) {
        UUID id = UUID.fromString(conversation);
        return rows.evidence(id)
                .containsAll(
                        evidence.stream()
                                .map(
                                        it ->
                                                it.kind().name().toLowerCase(Locale.ROOT)
                                                        + " "
                                                        + it.name())
                                .toList());
    }

    private Customer customer(UUID root) {
        List<String> merged =
                rows.members(root).entrySet().stream()
                        .filter(it -> it.getValue().isPresent())
                        .map(it -> it.getKey().toString())
                        .sorted()
                        .toList();
        return new Customer(
                root.toString(),
                rows.codes(root).stream().map(Customers::code).sorted().toList(),
                links(root),
                merged,
                Stream.concat(
                                suggestions("c.root = ?", root).stream(),
                                suggestions("own.root = ?", root).stream())
                        .distinct()
                        .toList());
    }

    private List<Link> links(UUID root) {
        Map<String, List<Evidence>> evidence = evidence(root);
        return sql.sql(
                        "select l.conversation, l.channel, l.account, l.platform_user, l.customer,"
                            + " l.linked from customer_link l join customer c on c.id = l.customer"
                            + " where c.root = ? order by l.linked desc, l.conversation limit ?")
                .params(root, MOST)
                .query(
                        (row, n) ->
                                new Link(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4),
                                        row.getString(5),
                                        instant(row, 6),
                                        evidence.getOrDefault(row.getString(1), List.of())))
                .list();
    }

    private Map<String, List<Evidence>> evidence(UUID root) {
        Map<String, List<Evidence>> found = new HashMap<>();
        sql.sql(
                        "select e.conversation, e.kind, e.name, e.shown, e.source, e.decided_by,"
                                + " e.time from customer_evidence e join customer_link l on"
                                + " l.conversation = e.conversation join customer c on c.id ="
                                + " l.customer where c.root = ? order by e.time, e.name limit ?")
                .params(root, 10 * MOST)
                .query(
                        row -> {
                            found.computeIfAbsent(row.getString(1), it -> new ArrayList<>())
                                    .add(
                                            new Evidence(
                                                    Evidence.Kind.valueOf(
                                                            row.getString(2)
                                                                    .toUpperCase(Locale.ROOT)),
                                                    row.getString(3),
                                                    row.getString(4),
                                                    row.getString(5),
                                                    row.getString(6),
                                                    instant(row, 7)));
                        });
        return found;
    }

    /** Those that are still open: neither said no to nor come true. */
    private List<Suggestion> suggestions(String which, UUID id) {
        return sql.sql(
                        "select s.conversation, c.root, own.root, s.kind, s.time from"
                            + " customer_suggestion s join customer c on c.id = s.customer left"
                            + " join customer_link l on l.conversation = s.conversation left join"
                            + " customer own on own.id = l.customer where s.dismissed_by is null"
                            + " and (own.root is null or own.root <> c.root) and "
                                + which
                                + " order by s.time desc limit 20")
                .param(id)
                .query(
                        (row, n) ->
                                new Suggestion(
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4),
                                        instant(row, 5)))
                .list();
    }

    private static String code(String name) {
        return name.substring(Evidence.CODE.length());
    }

    private static Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return Objects.requireNonNull(time).toInstant();
    }

    private static Optional<UUID> uuid(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
