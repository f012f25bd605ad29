package io.serai.customer;

import static io.serai.customer.People.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Message;
import io.serai.event.Sender;
import io.serai.event.Status;
import io.serai.gateway.Answer;
import io.serai.gateway.Answer.State;
import io.serai.store.Change;
import io.serai.store.Conversation;
import io.serai.store.LedgerOnDisk;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Whom the CRM is asked about, and what that costs the store. */
class CustomerWatchTest {

    private static final int NEWCOMERS = 500;

    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicReference<Answer> crm = new AtomicReference<>(answer(State.FRESH));

    @TempDir private Path folder;
    private People people;
    private DefaultCamelContext camel;
    private CustomerWatch watch;

    @BeforeEach
    void open() throws Exception {
        people = new People(new LedgerOnDisk(folder));
        camel = new DefaultCamelContext();
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:system.customers.codes")
                                .process(it -> calls.incrementAndGet())
                                .setBody(it -> crm.get());
                    }
                });
        camel.start();
        watch =
                new CustomerWatch(
                        people.identity,
                        new Customers(counted(people.store.sql())),
                        new CustomerSettings(1),
                        camel.createProducerTemplate(),
                        new SimpleMeterRegistry(),
                        new MockEnvironment()
                                .withProperty("serai.systems.crm.url", "http://127.0.0.1:1"));
    }

    private JdbcClient counted(JdbcClient sql) {
        return (JdbcClient)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {JdbcClient.class},
                        (proxy, method, arguments) -> {
                            questions.incrementAndGet();
                            return method.invoke(sql, arguments);
                        });
    }

    @AfterEach
    void close() throws Exception {
        watch.destroy();
        camel.close();
        people.close();
    }

    /** Newcomers come by the thousand, and the CRM is asked about a few of them a second. */
    @Test
    void theStoreIsAskedOnlyAboutThoseTheCrmIsAskedAbout() {
        Address last = people.met(wechat("openid-last"));
        List<Change> said = new ArrayList<>();
        IntStream.range(0, NEWCOMERS)
                .mapToObj(number -> opened(wechat("openid-" + number)))
                .forEach(newcomer -> said.add(said(newcomer)));
        said.add(said(opened(last).knownAs(null, Map.of("customer", "C1"))));
        watch.committed(said);

        await().until(() -> people.isAnybodys(last));
        assertThat(calls).hasPositiveValue();
        assertThat(questions).hasValueLessThan(NEWCOMERS / 10);
    }

    @Test
    void whomTheCrmCouldNotSayIsAskedAboutAgainAtTheirNextMessage() {
        crm.set(answer(State.UNAVAILABLE));
        List<Change> said = List.of(said(opened(wechat("openid-1"))));

        await().until(
                        () -> {
                            watch.committed(said);
                            return calls.get() > 1;
                        });
    }

    private static Answer answer(State state) {
        return new Answer("crm", state, Instant.EPOCH, null, null);
    }

    private Conversation opened(Address address) {
        return Conversation.opened(address, people.clock.instant());
    }

    private Change said(Conversation conversation) {
        Message message =
                new Message(
                        "m",
                        conversation.id(),
                        1,
                        Sender.customer("u", null),
                        new Content.Text("你好"),
                        people.clock.instant(),
                        null,
                        null,
                        Status.QUEUED,
                        null);
        return new Change.Added(conversation, message);
    }
}
