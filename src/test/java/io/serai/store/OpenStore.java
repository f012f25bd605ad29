package io.serai.store;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Message;
import io.serai.event.Sender;
import io.serai.event.Status;

import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/** One node's store: a ledger that writes and the feed that shows it. Several may share one URL. */
public final class OpenStore implements AutoCloseable {

    private final HikariDataSource source;
    private final Ledger ledger;
    private final Feed feed;

    /**
     * Opens it and brings its tables up to date.
     *
     * @param listeners told of what it commits
     */
    public OpenStore(String url, String user, LedgerListener... listeners) {
        StoreSettings settings =
                new StoreSettings(
                        url,
                        user,
                        "",
                        4,
                        256,
                        50_000,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10));
        source = (HikariDataSource) new StoreConfiguration().dataSource(settings);
        Schema.migrate(
                settings, Schema.configure(Flyway.configure().dataSource(source), settings).load());
        Map<String, Object> beans = new java.util.HashMap<>();
        for (LedgerListener listener : listeners) {
            beans.put("listener" + beans.size(), listener);
        }
        ledger =
                new Ledger(
                        source,
                        settings,
                        new SimpleMeterRegistry(),
                        new StaticListableBeanFactory(beans).getBeanProvider(LedgerListener.class));
        feed = new Feed(new Replica(source, settings, new ReplicaSettings("")), settings);
    }

    public Feed feed() {
        return feed;
    }

    /** Its feed, once it shows everything that is stored. */
    public Feed shown() {
        return shown(feed, source);
    }

    /**
     * A feed, once it shows everything that is stored, of at most 1,000 events: transactions of
     * other tests in the same PostgreSQL hold it back.
     */
    static Feed shown(Feed feed, DataSource source) {
        var stored = JdbcClient.create(source).sql("select count(*) from event");
        await().until(
                        () ->
                                feed.after(feed.start(), List.of(), 1_000).entries().size()
                                        == stored.query(Integer.class).single());
        return feed;
    }

    public Ledger ledger() {
        return ledger;
    }

    public DataSource source() {
        return source;
    }

    /** How far sources of events have been read. */
    public SourceCursors cursors(Clock clock) {
        return new SourceCursors(JdbcClient.create(source), clock);
    }

    /** A customer's message is stored. */
    public Message say(Address address, String words) {
        return append(address, Sender.customer(address.user(), null), words, Status.DELIVERED);
    }

    /** An answer is stored, to be sent. */
    public Message answer(Address address, String words) {
        return append(address, Sender.bot("test"), words, Status.QUEUED);
    }

    private Message append(Address address, Sender sender, String words, Status status) {
        Draft draft =
                Draft.of(
                        sender,
                        new Content.Text(words),
                        null,
                        null,
                        status,
                        Keys.of(address.conversation(), words),
                        Instant.now());
        return ledger.commitNow(
                Unit.on(
                        address.conversation(),
                        page ->
                                page.append(
                                                page.conversation(address.conversation())
                                                        .orElseGet(
                                                                () ->
                                                                        Conversation.opened(
                                                                                address,
                                                                                draft.time())),
                                                draft)
                                        .message()));
    }

    /** A message's status moves, if it does. */
    public void move(Message message, Status status) {
        ledger.commitNow(
                Unit.on(
                        message.conversation(),
                        page -> {
                            page.status(message, status, null, null);
                            return true;
                        }));
    }

    /** The status of all answers up to one moves, if it does. */
    public void moveUpTo(Message message, Status status) {
        ledger.commitNow(
                Unit.on(
                        message.conversation(),
                        page -> {
                            page.statusUpTo(message.conversation(), message.seq(), status);
                            return true;
                        }));
    }

    @Override
    public void close() {
        try {
            ledger.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        source.close();
    }
}
