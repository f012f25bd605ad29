package io.serai.customer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.SettableClock;
import io.serai.event.Address;
import io.serai.gateway.Answer;
import io.serai.security.Pseudonyms;
import io.serai.security.SecuritySettings;
import io.serai.store.Conversation;
import io.serai.store.LedgerOnDisk;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One node's view of who is who, on a real store. */
final class People implements AutoCloseable {

    final SettableClock clock = new SettableClock();
    final LedgerOnDisk store;
    final Customers customers;
    final Identity identity;
    final Decisions decisions;
    final Rebuild rebuild;

    People(LedgerOnDisk store) {
        this.store = store;
        JdbcClient sql = store.sql();
        customers = new Customers(sql);
        SecuritySettings security =
                new SecuritySettings(
                        "a secret of thirty-two bytes or more",
                        Path.of("unused"),
                        Duration.ofHours(1),
                        Duration.ofDays(1));
        identity =
                new Identity(
                        store.ledger(),
                        customers,
                        new Pseudonyms(security),
                        new SimpleMeterRegistry(),
                        clock);
        decisions = new Decisions(store.ledger(), store.conversations(), clock);
        rebuild = new Rebuild(store.ledger());
    }

    static Address wechat(String user) {
        return new Address("wechat", "main", user);
    }

    static Address web(String user) {
        return new Address("web", "main", user);
    }

    static Address douyin(String user) {
        return new Address("douyin", "main", user);
    }

    /** The conversation exists. */
    Address met(Address address) {
        store.commit(
                page -> {
                    page.put(Conversation.opened(address, clock.instant()));
                    return true;
                });
        return address;
    }

    void signedIn(Address address, String code) {
        identity.verified(address, Map.of("customer", code));
    }

    void unionid(Address address, String id) {
        identity.verified(address, Map.of("unionid", id, "open-platform", "shop"));
    }

    String customer(Address address) {
        return customers.ofConversation(address.conversation()).orElseThrow().id();
    }

    @Nullable String name(Address address) {
        return store.conversations().find(address.conversation()).orElseThrow().name();
    }

    List<String> codes(Address address) {
        return customers.codes(address.conversation());
    }

    /** The codes whose orders the bot tells them where the CRM says this one, as JSON. */
    String toldOrders(Address address, String crm) {
        Map<String, String> who =
                Map.of(
                        "channel", address.channel(),
                        "account", address.account(),
                        "user", address.user());
        JsonNode record = JsonNodeFactory.instance.objectNode().put("code", crm);
        Answer answer = new Answer("crm", Answer.State.FRESH, clock.instant(), record, null);
        return String.valueOf(new CustomerCodes(identity, customers).codes(who, answer).data());
    }

    boolean isAnybodys(Address address) {
        return customers.ofConversation(address.conversation()).isPresent();
    }

    /** All tables that the log makes, row by row. */
    Map<String, List<Map<String, Object>>> tables() {
        Map<String, List<Map<String, Object>>> all = new TreeMap<>();
        Map.of(
                        "customer", "id",
                        "customer_link", "conversation",
                        "customer_evidence", "conversation, kind, name",
                        "customer_key", "name",
                        "customer_barred", "conversation, customer",
                        "customer_apart", "one, other",
                        "customer_log", "number")
                .forEach(
                        (table, order) ->
                                all.put(
                                        table,
                                        store.sql()
                                                .sql(
                                                        "select * from "
                                                                + table
                                                                + " order by "
                                                                + order)
                                                .query()
                                                .listOfRows()));
        return all;
    }

    /** The types of the events, in the order they were decided. */
    List<String> log() {
        return store
                .sql()
                .sql(
                        "select type from event where type like 'io.serai.customer.%' order by"
                                + " position")
                .query(String.class)
                .list()
                .stream()
                .map(type -> type.substring("io.serai.customer.".length()))
                .toList();
    }

    @Override
    public void close() {
        store.close();
    }
}
