package io.serai.store;

import com.zaxxer.hikari.HikariDataSource;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.engines.Engines;
import io.serai.engines.Postgres;

import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A real ledger, on H2 in a folder or on a real PostgreSQL, for tests of what stands on it. */
public final class LedgerOnDisk implements AutoCloseable {

    private final HikariDataSource source;
    private final Ledger ledger;
    private final Conversations conversations;
    private final Backlog backlog;
    private final StoreSettings settings;

    /** H2 in a folder. */
    public LedgerOnDisk(Path folder) {
        this(settings(folder));
    }

    /** One more node on a database of PostgreSQL's. */
    public LedgerOnDisk(Postgres postgres, String url) {
        this(url, postgres.user(), postgres.password());
    }

    LedgerOnDisk(String url, String user, String password, LedgerListener... listeners) {
        this(settings(url, user, password), listeners);
    }

    LedgerOnDisk(StoreSettings settings, LedgerListener... listeners) {
        this.settings = settings;
        source = (HikariDataSource) new StoreConfiguration().dataSource(settings);
        Schema.migrate(
                settings, Schema.configure(Flyway.configure().dataSource(source), settings).load());
        Restored.settle(settings, source);
        var beans = new StaticListableBeanFactory();
        for (LedgerListener listener : listeners) {
            beans.addBean("listener" + beans.getBeanDefinitionCount(), listener);
        }
        ledger =
                new Ledger(
                        source,
                        settings,
                        new SimpleMeterRegistry(),
                        beans.getBeanProvider(LedgerListener.class));
        conversations = new Conversations(JdbcClient.create(source));
        backlog = new Backlog(JdbcClient.create(source), settings);
    }

    /** A new database of the PostgreSQL that all tests share. */
    public static LedgerOnDisk onPostgres() {
        return new LedgerOnDisk(Engines.postgres(), Engines.postgres().freshDatabase());
    }

    /** H2 in a folder, by the name that {@link io.serai.HubProcess} gives it too. */
    static StoreSettings settings(Path folder) {
        return settings("jdbc:h2:file:" + folder.resolve("serai"), "serai", "");
    }

    static StoreSettings settings(String url, String user, String password) {
        Duration time = Duration.ofSeconds(10);
        return new StoreSettings(url, user, password, 4, 256, 50_000, time, time);
    }

    HikariDataSource source() {
        return source;
    }

    /** The tokens in this store, as one of its nodes has them. */
    public PlatformTokens platformTokens() {
        return platformTokens(new Seal(List.of()));
    }

    PlatformTokens platformTokens(Seal seal) {
        return new PlatformTokens(
                source, JdbcClient.create(source), settings, seal, Clock.systemUTC());
    }

    /** What a hub on PostgreSQL goes by whose machine's clock is off by so much. */
    public Clock clockOfMachineOffBy(Duration skew) {
        return new StoreClock(Clock.offset(Clock.systemUTC(), skew), source);
    }

    /** Plain SQL outside any commit. */
    public JdbcClient sql() {
        return JdbcClient.create(source);
    }

    public SourceCursors cursors() {
        return new SourceCursors(sql(), Clock.systemUTC());
    }

    public Ledger ledger() {
        return ledger;
    }

    public Conversations conversations() {
        return conversations;
    }

    public Backlog backlog() {
        return backlog;
    }

    /** How many replies of a conversation are still to be sent. */
    public int toBeSent(String conversation) {
        return JdbcClient.create(source)
                .sql("select count(*) from outbox where conversation = ?")
                .param(Rows.uuid(conversation))
                .query(Integer.class)
                .single();
    }

    public Conversation conversation(String id) {
        return conversations.find(id).orElseThrow();
    }

    /** The words of a conversation, oldest first. */
    public List<String> words(String conversation) {
        return conversations.after(conversation, 0, 1_000).stream()
                .map(message -> message.content().words())
                .toList();
    }

    /** How many events of a type there are. */
    public int events(String type) {
        return JdbcClient.create(source)
                .sql("select count(*) from event where type = ?")
                .param(type)
                .query(Integer.class)
                .single();
    }

    /** Changes something, all or nothing. */
    public <R> R commit(Function<Page, R> work) {
        return ledger.commitNow(Unit.of(work));
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
