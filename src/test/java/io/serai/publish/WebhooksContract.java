package io.serai.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.serai.event.Event;
import io.serai.event.Types;
import io.serai.event.Vocabulary;
import io.serai.publish.Deliveries.Settled;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What subscribers are promised, on whatever database. */
abstract class WebhooksContract {

    PublishNode node;
    private final List<AutoCloseable> open = new ArrayList<>();

    /** A hub on a database of its own. */
    abstract PublishNode node(String... settings) throws Exception;

    @BeforeEach
    void start() throws Exception {
        node = opened(node()).start();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable it : open.reversed()) {
            it.close();
        }
    }

    <T extends AutoCloseable> T opened(T it) {
        open.add(it);
        return it;
    }

    Subscriber subscriber() {
        return opened(new Subscriber());
    }

    @Test
    void everyEventWantedArrivesAndTheReferenceLibraryVerifiesIt() {
        Subscriber subscriber = subscriber();
        node.happens("before");
        Webhook webhook = node.subscribe(subscriber, Types.ORDER_PAID);
        List<String> said = IntStream.range(0, 40).mapToObj(i -> "付款 " + i).toList();

        said.forEach(node::happens);
        node.happens(Types.RETURN_REQUESTED, "not wanted");

        await().until(() -> subscriber.calls().size() >= said.size());
        assertThat(subscriber.notes()).containsExactlyInAnyOrderElementsOf(said);
        assertThat(subscriber.forged).isEmpty();
        Subscriber.Call call = subscriber.calls().getFirst();
        assertThat(call.contentType()).isEqualTo("application/cloudevents+json; charset=UTF-8");
        assertThat(call.event().at("/specversion").asText()).isEqualTo("1.0");
        assertThat(call.event().at("/type").asText()).isEqualTo(Types.ORDER_PAID);
        assertThat(call.id()).isEqualTo(call.event().at("/id").asText());
        await().untilAsserted(
                        () ->
                                assertThat(node.log(webhook))
                                        .hasSize(said.size())
                                        .allMatch(it -> it.state().equals("delivered"))
                                        .allMatch(it -> it.attempts().size() == 1));
    }

    @Test
    void whatFailsIsTriedAgainWithTheSameId() {
        Subscriber subscriber = subscriber().answers(500, 302, 404);
        Webhook webhook = node.subscribe(subscriber);

        node.happens("paid");

        await().untilAsserted(
                        () ->
                                assertThat(node.log(webhook))
                                        .singleElement()
                                        .returns("delivered", Delivery::state));
        assertThat(subscriber.notes()).containsExactly("paid", "paid", "paid", "paid");
        assertThat(subscriber.calls())
                .extracting(Subscriber.Call::id)
                .containsOnly(subscriber.calls().getFirst().id());
        assertThat(subscriber.forged).isEmpty();
        assertThat(node.log(webhook).getFirst().attempts())
                .extracting(Delivery.Attempt::status)
                .containsExactly(500, 302, 404, 204);
        assertThat(node.log(webhook).getFirst().attempts())
                .extracting(Delivery.Attempt::error)
                .containsExactly("status", "redirect", "status", null);
    }

    @Test
    void whatIsGivenUpMarksTheSubscriptionAndCanBeReplayed() {
        Subscriber subscriber = subscriber().answers(500, 500, 500, 500);
        Webhook webhook = node.subscribe(subscriber);
        Instant start = Instant.now().minusSeconds(5);

        node.happens("paid");

        await().until(() -> node.find(webhook).state() == Webhook.State.FAILING);
        assertThat(node.find(webhook).reason()).isEqualTo("given up after 4 tries: HTTP 500");
        assertThat(node.log(webhook)).singleElement().returns("dead", Delivery::state);

        assertThat(node.deliveries.replay(webhook.id(), start, false, Instant.now())).isOne();
        node.couriers.wake();

        await().until(() -> node.find(webhook).state() == Webhook.State.ACTIVE);
        assertThat(new HashSet<>(subscriber.calls().stream().map(Subscriber.Call::id).toList()))
                .hasSize(1);
        assertThat(node.log(webhook).getFirst().attempts()).hasSize(5);
    }

    @Test
    void goneMeansNoMoreUntilSomebodySaysOtherwise() {
        Subscriber subscriber = subscriber().answers(410);
        Webhook webhook = node.subscribe(subscriber);

        node.happens("paid");

        await().until(() -> node.find(webhook).state() == Webhook.State.DISABLED);
        node.happens("paid again");
        Webhook found = node.find(webhook);
        assertThat(found.reason()).isEqualTo("the subscriber said 410 Gone");
        assertThat(subscriber.calls()).hasSize(1);

        node.webhooks.change(Changed.to(found, Webhook.State.ACTIVE), Instant.now());
        node.couriers.wake();

        await().until(() -> subscriber.notes().contains("paid again"));
        await().until(() -> subscriber.notes().lastIndexOf("paid") > 0);
    }

    @Test
    void aSubscriptionThatIsSetBackGoesOnFromThere() {
        Subscriber subscriber = subscriber();
        Subscriber other = subscriber();
        String before = node.store.feed().end().toString();
        node.happens("missed");
        Webhook webhook = node.subscribe(subscriber, Types.ORDER_PAID);
        node.subscribe(other, Types.RETURN_REQUESTED);
        node.happens("paid");
        await().until(() -> subscriber.notes().contains("paid"));
        node.happens(Types.RETURN_REQUESTED, "passed over by the first");
        await().until(() -> other.calls().size() == 1);

        node.webhooks.change(Changed.to(node.find(webhook), before), Instant.now());
        node.couriers.wake();

        await().until(() -> subscriber.notes().contains("missed"));
        assertThat(subscriber.notes()).as("what was delivered").containsExactly("paid", "missed");
    }

    @Test
    void aSubscriberThatAsksForItIsLeftAloneForSoLong() {
        Subscriber subscriber = subscriber().answers(429, "Retry-After", "2");
        Webhook webhook = node.subscribe(subscriber);
        Instant start = Instant.now();

        node.happens("paid");
        await().until(() -> node.find(webhook).restUntil() != null);
        node.happens("shipped");

        await().until(() -> subscriber.calls().size() == 3);
        assertThat(Instant.now()).isAfter(start.plusMillis(1_900));
        assertThat(node.find(webhook).restUntil()).isAfter(start.plusMillis(1_900));
    }

    @Test
    void whoOnlyDescribesASubscriptionEndsNeitherItsRestNorItsReason() {
        Webhook webhook = node.subscribe("http://127.0.0.1:1/", node.box.make());
        Instant rest = Instant.parse("2099-01-01T00:00:00Z");
        node.webhooks.rest(webhook.id(), rest);
        node.webhooks.found(webhook.id(), Webhook.State.FAILING, "given up", Instant.now());

        change(webhook, new WebhookRequest(null, "the shop's", null, null, null));
        assertThat(node.find(webhook))
                .returns("the shop's", Webhook::description)
                .returns(Webhook.State.FAILING, Webhook::state)
                .returns("given up", Webhook::reason)
                .returns(rest, Webhook::restUntil);

        change(webhook, new WebhookRequest(null, null, null, "active", null));
        assertThat(node.find(webhook))
                .returns(Webhook.State.ACTIVE, Webhook::state)
                .returns(null, Webhook::reason)
                .returns(null, Webhook::restUntil);
    }

    private void change(Webhook webhook, WebhookRequest request) {
        new WebhooksApi(
                        node.webhooks,
                        node.deliveries,
                        node.couriers,
                        node.box,
                        node.store.feed(),
                        PublishNode.settings(),
                        new Vocabulary(List.of()),
                        Clock.systemUTC())
                .change(() -> "integrator", webhook.id(), request);
    }

    @Test
    void aSubscriberIsLeftAloneForADayAtMost() {
        Subscriber subscriber = subscriber().answers(429, "Retry-After", "99999999999999");
        Webhook webhook = node.subscribe(subscriber);

        node.happens("paid");

        await().until(() -> node.find(webhook).restUntil() != null);
        assertThat(node.find(webhook).restUntil())
                .isBetween(Instant.now().plusSeconds(86_000), Instant.now().plusSeconds(86_400));
    }

    @Test
    void anAnswerThatBreaksOffBehindItsStatusCounts() {
        Subscriber subscriber = subscriber().answersAndBreaksOff(200);
        Webhook webhook = node.subscribe(subscriber);

        node.happens("paid");

        await().until(() -> node.log(webhook).stream().anyMatch(it -> !it.attempts().isEmpty()));
        assertThat(node.log(webhook))
                .singleElement()
                .returns("delivered", Delivery::state)
                .returns(200, it -> it.attempts().getFirst().status());
    }

    @Test
    void theLogIsReadOnFromAnyOfWhatWasPutInLineAtOnce() {
        Subscriber subscriber = subscriber();
        String before = node.store.feed().end().toString();
        IntStream.range(0, 10).forEach(i -> node.happens("paid " + i));
        Webhook webhook = node.subscribe(subscriber);
        node.webhooks.change(Changed.to(node.find(webhook), before), Instant.now());
        node.couriers.wake();
        await().until(() -> node.log(webhook).size() == 10);

        List<UUID> read = new ArrayList<>();
        Instant from = Instant.now().plusSeconds(60);
        List<Delivery> page;
        do {
            page = node.deliveries.log(webhook.id(), null, from, 3);
            page.forEach(it -> read.add(it.id()));
            from = page.isEmpty() ? from : page.getLast().created();
        } while (!page.isEmpty());

        assertThat(read)
                .containsExactlyElementsOf(node.log(webhook).stream().map(Delivery::id).toList());
    }

    @Test
    void aSlowSubscriberHoldsNobodyUp() {
        Subscriber slow = subscriber().stuck();
        Subscriber quick = subscriber();
        node.subscribe(slow);
        node.subscribe(quick);

        IntStream.range(0, 60).forEach(i -> node.happens("paid " + i));

        await().until(() -> quick.calls().size() == 60);
        assertThat(slow.calls().size()).isLessThanOrEqualTo(16);
    }

    @Test
    void aSilentSubscriberIsGivenUpInTimeAndAnUnreachableOneToo() throws Exception {
        PublishNode hasty = opened(node("timeout=300ms", "schedule=0s")).start();
        Subscriber silent = subscriber().stuck();
        Webhook webhook = hasty.subscribe(silent);
        Webhook away = node.subscribe("http://127.0.0.1:1/", node.box.make());
        Webhook inside = node.subscribe("http://10.0.0.1/", node.box.make());
        ServerSocket plain = opened(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(() -> answerInTheClear(plain));
        Webhook broken =
                node.subscribe("https://127.0.0.1:" + plain.getLocalPort() + "/", node.box.make());

        hasty.happens("paid");
        node.happens("paid");

        await().untilAsserted(
                        () -> {
                            assertThat(error(hasty, webhook)).isEqualTo("timeout");
                            assertThat(error(node, away)).isEqualTo("no-connection");
                            assertThat(error(node, inside)).isEqualTo("forbidden-address");
                            assertThat(error(node, broken)).isEqualTo("tls");
                        });
    }

    @Test
    void anAnswerWhoseHeadersNeverEndIsGivenUpBeforeItCostsMemory() throws Exception {
        ServerSocket server = opened(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        AtomicLong taken = new AtomicLong();
        Thread.ofVirtual().start(() -> answer(server, "x: ", taken));
        Webhook webhook =
                node.subscribe("http://127.0.0.1:" + server.getLocalPort() + "/", node.box.make());

        node.happens("paid");

        await().until(() -> error(node, webhook).equals("broken-connection"));
        assertThat(taken).hasValueLessThan(20_000_000);
    }

    @Test
    void anAnswerThatIsLongIsNotReadToItsEnd() throws Exception {
        ServerSocket server = opened(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        AtomicLong taken = new AtomicLong();
        Thread.ofVirtual().start(() -> answer(server, "Content-Length: 200000000\r\n\r\n", taken));
        Webhook webhook =
                node.subscribe("http://127.0.0.1:" + server.getLocalPort() + "/", node.box.make());

        node.happens("paid");

        await().until(
                        () ->
                                node.log(webhook).stream()
                                        .anyMatch(it -> it.state().equals("delivered")));
        assertThat(taken).hasValueLessThan(50_000_000);
    }

    /** Two hundred megabytes behind the first line and this. */
    private static void answer(ServerSocket server, String then, AtomicLong taken) {
        byte[] much = "a".repeat(1_000_000).getBytes(US_ASCII);
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(("HTTP/1.1 200 OK\r\n" + then).getBytes(US_ASCII));
            while (taken.addAndGet(much.length) < 200_000_000) {
                socket.getOutputStream().write(much);
            }
        } catch (IOException e) {
            // It hung up, as it should.
        }
    }

    private static void answerInTheClear(ServerSocket server) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
            socket.getInputStream().read();
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static String error(PublishNode node, Webhook webhook) {
        return node.log(webhook).stream()
                .flatMap(it -> it.attempts().stream())
                .map(it -> String.valueOf(it.error()))
                .findFirst()
                .orElse("");
    }

    @Test
    void bothSecretsSignUntilTheOldOneIsOver() {
        Subscriber subscriber = subscriber();
        Webhook webhook = node.subscribe(subscriber);
        String next = node.box.make();
        Instant now = Instant.now();

        node.webhooks.rotate(
                webhook.id(), node.box.seal(webhook.id(), next), now.plusSeconds(60), now);
        node.happens("with both");
        await().until(() -> subscriber.calls().size() == 1);
        assertThat(subscriber.calls().getFirst().signatures()).isEqualTo(2);
        assertThat(subscriber.forged).isEmpty();

        node.webhooks.rotate(
                webhook.id(), node.box.seal(webhook.id(), next), now.minusSeconds(1), now);
        subscriber.verifying(next);
        node.happens("with one");
        await().until(() -> subscriber.calls().size() == 2);
        assertThat(subscriber.calls().getLast().signatures()).isEqualTo(1);
        assertThat(subscriber.forged).isEmpty();
    }

    @Test
    void aSecretRotatedAgainMeanwhileEndsNoneEarlyUnlessItsOwnerSaysSo() {
        Subscriber subscriber = subscriber();
        Webhook webhook = node.subscribe(subscriber);

        rotate(webhook, Duration.ofMinutes(1));
        rotate(webhook, Duration.ofSeconds(1));
        node.happens("verified with the first");
        await().until(() -> subscriber.calls().size() == 1);
        assertThat(subscriber.calls().getFirst().signatures()).isEqualTo(3);
        assertThat(subscriber.forged).isEmpty();

        subscriber.verifying(rotate(webhook, Duration.ZERO));
        node.happens("verified with the last");
        await().until(() -> subscriber.calls().size() == 2);
        assertThat(subscriber.calls().getLast().signatures()).isEqualTo(1);
        assertThat(subscriber.forged).isEmpty();
    }

    private String rotate(Webhook webhook, Duration overlap) {
        String next = node.box.make();
        Instant now = Instant.now();
        node.webhooks.rotate(
                webhook.id(), node.box.seal(webhook.id(), next), now.plus(overlap), now);
        return next;
    }

    @Test
    void aBacklogIsBoundedAndNothingOfItIsLost() throws Exception {
        PublishNode small = opened(node("backlog=10", "parallel=2")).start();
        Subscriber subscriber = subscriber().answersAlways(500);
        Webhook webhook = small.subscribe(subscriber);
        small.webhooks.rest(webhook.id(), Instant.now().plusSeconds(3_600));

        IntStream.range(0, 30).forEach(i -> small.happens("first " + i));
        await().until(() -> small.deliveries.count(webhook.id(), "waiting", 1_000) >= 10);
        int lined = small.deliveries.count(webhook.id(), "waiting", 1_000);
        IntStream.range(0, 30).forEach(i -> small.happens("second " + i));
        subscriber.answersAlways(204);
        small.webhooks.change(Changed.to(small.find(webhook), Webhook.State.ACTIVE), Instant.now());
        small.couriers.wake();

        await().until(() -> subscriber.calls().size() == 60);
        assertThat(lined).isLessThanOrEqualTo(30);
        assertThat(new HashSet<>(subscriber.notes())).hasSize(60);
    }

    @Test
    @Timeout(60) // H2 read the log anew for each attempt in it, once another had something in line
    void aSubscriptionGoesWithItsLogWhileOthersAreServed() throws Exception {
        PublishNode idle = opened(node());
        UUID holder = UUID.randomUUID();
        Webhook webhook = idle.subscribe("http://127.0.0.1:9/", idle.box.make());
        Webhook other = idle.subscribe("http://127.0.0.1:9/", idle.box.make());
        Instant now = Instant.now();
        idle.webhooks.claim(webhook.id(), holder, now, now.plusSeconds(60));
        List<Event> events = Stream.generate(() -> PublishNode.paid("x")).limit(10_000).toList();
        idle.deliveries.line(webhook, holder, events, webhook.place(), now);
        Outcome refused = new Outcome(now, Duration.ZERO, 500, "status", null);
        idle.deliveries.settle(
                idle.deliveries.due(webhook.id(), now, 10_000).stream()
                        .map(it -> new Settled(it, refused, "dead", now))
                        .toList());
        AtomicBoolean deleted = new AtomicBoolean();
        Thread busy =
                Thread.startVirtualThread(
                        () -> {
                            while (!deleted.get()) {
                                idle.deliveries.line(other.id(), PublishNode.paid("y"), now);
                            }
                        });

        idle.webhooks.delete(webhook.id());
        deleted.set(true);
        busy.join();

        assertThat(idle.webhooks.find(webhook.id())).isEmpty();
        assertThat(idle.deliveries.count(webhook.id(), "dead", 1)).isZero();
        assertThat(
                        JdbcClient.create(idle.store.source())
                                .sql("select count(*) from webhook_attempt")
                                .query(Integer.class)
                                .single())
                .isZero();
    }

    @Test
    void whatIsOverIsForgottenAfterAWhile() {
        Subscriber subscriber = subscriber();
        Webhook webhook = node.subscribe(subscriber);
        node.happens("paid");
        await().until(() -> node.log(webhook).stream().anyMatch(it -> it.due() == null));

        int kept = node.deliveries.forget(webhook.id(), Instant.now().minusSeconds(60), 100);
        int gone = node.deliveries.forget(webhook.id(), Instant.now().plusSeconds(60), 100);

        assertThat(kept).isZero();
        assertThat(gone).isOne();
        assertThat(node.log(webhook)).isEmpty();
    }

    @Test
    void whatIsOverOfAPausedSubscriptionIsForgottenToo() throws Exception {
        PublishNode later = opened(node("retention=1ms"));
        Webhook webhook = later.subscribe(subscriber());
        Instant now = Instant.now();
        later.deliveries.line(webhook.id(), PublishNode.paid("paid"), now);
        Parcel parcel = later.deliveries.due(webhook.id(), now.plusSeconds(1), 1).getFirst();
        Outcome taken = new Outcome(now, Duration.ZERO, 204, null, null);
        later.deliveries.settle(List.of(new Settled(parcel, taken, "delivered", now)));
        later.webhooks.change(Changed.to(webhook, Webhook.State.PAUSED), now);
        assertThat(later.log(webhook)).hasSize(1);

        later.start();

        await().until(() -> later.log(webhook).isEmpty());
    }
}
