package io.serai.store;

import com.zaxxer.hikari.HikariDataSource;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A real ledger, H2 in a folder, for tests of what stands on it. */
public final class LedgerOnDisk implements AutoCloseable {

    private final HikariDataSource source;
    private final Ledger ledger;
    private final Conversations conversations;

    public LedgerOnDisk(Path folder) {
        StoreSettings settings =
                new StoreSettings(
                        "jdbc:h2:file:" + folder.resolve("serai"), "serai", "", 4, 256, 50_000);
        source = (HikariDataSource) new StoreConfiguration().dataSource(settings);
        Schema.migrate(Schema.configure(Flyway.configure(), settings).dataSource(source).load());
        var nobody = new StaticListableBeanFactory(Map.of());
        ledger =
                new Ledger(
                        source,
                        settings,
                        new SimpleMeterRegistry(),
                        nobody.getBeanProvider(LedgerListener.class));
        conversations = new Conversations(JdbcClient.create(source));
    }

    public Ledger ledger() {
        return ledger;
    }

    public Conversations conversations() {
        return conversations;
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
        return ledger.commitNow(
                new Unit<R>() {
                    @Override
                    public List<String> conversations() {
                        return List.of();
                    }

                    @Override
                    public R run(Page page) {
                        return work.apply(page);
                    }
                });
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
