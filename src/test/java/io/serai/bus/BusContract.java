package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.event.Delivery;
import io.serai.event.Inbound;
import io.serai.event.NotSent;
import io.serai.event.Sender;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What every transport promises. */
abstract class BusContract extends BusTest {

    @Test
    void eachConversationGoesInItsOrderAndManyGoSideBySide() throws Exception {
        int customers = 12;
        CountDownLatch together = new CountDownLatch(customers);
        bot =
                said -> {
                    if (said.startsWith("0 ")) {
                        together.countDown();
                        assertThat(together.await(30, TimeUnit.SECONDS)).isTrue();
                    }
                    return "re:" + said;
                };

        List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            for (int customer = 0; customer < customers; customer++) {
                receipts.add(node.says("c" + customer, i + " of " + customer));
            }
        }
        CompletableFuture.allOf(receipts.toArray(CompletableFuture[]::new))
                .get(30, TimeUnit.SECONDS);

        for (int customer = 0; customer < customers; customer++) {
            answersInOrder("c" + customer, words(10, " of " + customer));
        }
    }

    @Test
    void theSameMessageAgainIsAnsweredOnce() throws Exception {
        List<Receipt> receipts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            receipts.add(node.says("wang", "one").get(30, TimeUnit.SECONDS));
        }
        node.says("wang", "two").get(30, TimeUnit.SECONDS);

        answersInOrder("wang", List.of("one", "two"));
        assertThat(receipts)
                .extracting(Receipt::duplicate)
                .containsExactly(false, true, true, true, true);
        assertThat(receipts).extracting(Receipt::seq).containsOnly(1L);
    }

    @Test
    void whoeverIsWokenForNothingDoesNothingAndWhoeverIsWokenTwiceDoesItOnce() throws Exception {
        Transport transport = node.bean(Transport.class);
        String li = BusNode.customer("li").conversation();
        bot =
                said -> {
                    transport.wakeInbound(li);
                    transport.wakeOutbound(li);
                    return "re:" + said;
                };

        for (String text : words(20, "")) {
            node.says("li", text).get(30, TimeUnit.SECONDS);
            transport.wakeOutbound(li);
            transport.wakeInbound(li);
        }
        transport.wakeInbound(BusNode.customer("nobody").conversation());

        answersInOrder("li", words(20, ""));
    }

    @Test
    void messagesWaitWhileTheirRouteIsSwapped() throws Exception {
        node.stopRoute("conversation");
        for (String text : words(5, "")) {
            node.says("zhao", text).get(30, TimeUnit.SECONDS);
        }
        node.stopRoute("outbound");
        node.startRoute("conversation");
        BusNode.soon().until(() -> node.said("zhao", Sender.Kind.BOT).size() == 5);

        assertThat(sent).isEmpty();
        assertThat(leased()).as("no call is noted while nothing can be called").isZero();

        node.startRoute("outbound");

        answersInOrder("zhao", words(5, ""));
    }

    @Test
    void whatAHubLeavesTheNextRunTakesUp() throws Exception {
        node.stopRoute("conversation");
        for (String text : words(5, "")) {
            node.says("qian", text).get(30, TimeUnit.SECONDS);
        }
        node.close();

        node = start();

        answersInOrder("qian", words(5, ""));
    }

    @Test
    void aCallThatNobodyKnowsTheOutcomeOfIsMarkedSoAndNotMadeAgain() throws Exception {
        node.stopRoute("outbound");
        for (String text : words(3, "")) {
            node.says("sun", text).get(30, TimeUnit.SECONDS);
        }
        BusNode.soon().until(() -> node.said("sun", Sender.Kind.BOT).size() == 3);
        node.sql()
                .sql(
                        "update outbox set holder = ?, until = ? where seq = (select min(seq) from"
                                + " outbox)")
                .params(
                        java.util.UUID.randomUUID(),
                        java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC).plusSeconds(2))
                .update();
        node.close();

        node = start();
        node.bean(Transport.class).wakeOutbound(BusNode.customer("sun").conversation());

        BusNode.soon().untilAsserted(() -> assertThat(toSend()).isZero());
        assertThat(sent.get("sun")).containsExactly("re:1", "re:2");
        assertThat(node.talk("sun"))
                .filteredOn(it -> it.startsWith("bot"))
                .containsExactly("bot re:0 unknown", "bot re:1 sent", "bot re:2 sent");
    }

    @Test
    void whoseAnswerWasLostIsSentOnceThePlatformEchoesItAndTheNextDoesNotWait() throws Exception {
        BusNode.Platform working = platform;
        platform =
                outgoing -> {
                    working.send(outgoing);
                    return outgoing.message().content().words().equals("re:0")
                            ? Delivery.unknown("no answer")
                            : Delivery.sent("id of " + outgoing.message().content().words());
                };
        for (String text : words(2, "")) {
            node.says("feng", text).get(30, TimeUnit.SECONDS);
        }
        BusNode.soon()
                .untilAsserted(
                        () ->
                                assertThat(node.talk("feng"))
                                        .contains("bot re:0 unknown", "bot re:1 sent"));

        Receipt known = echo("re:1").get(30, TimeUnit.SECONDS);
        Receipt news = echo("re:0").get(30, TimeUnit.SECONDS);

        assertThat(known.duplicate()).isTrue();
        assertThat(news.duplicate()).isFalse();
        assertThat(node.talk("feng")).contains("bot re:0 sent", "bot re:1 sent");
        assertThat(sent.get("feng")).containsExactly("re:0", "re:1");
    }

    private CompletableFuture<Receipt> echo(String words) {
        return node.bean(Bus.class)
                .publish(
                        new Inbound.Echo(
                                BusNode.customer("feng"),
                                "id of " + words,
                                null,
                                it -> it.words().equals(words)));
    }

    @Test
    void aPoisonMessageGoesToTheDeadLettersAndEverythingElseGoesOn() throws Exception {
        bot =
                said -> {
                    if (said.equals("poison")) {
                        throw new IllegalStateException("on purpose");
                    }
                    return "re:" + said;
                };
        node.says("zhou", "before").get(30, TimeUnit.SECONDS);
        node.says("zhou", "poison").get(30, TimeUnit.SECONDS);
        node.says("zhou", "after").get(30, TimeUnit.SECONDS);
        node.says("wu", "hello").get(30, TimeUnit.SECONDS);

        answersInOrder("wu", List.of("hello"));
        BusNode.soon().until(() -> node.deadLetters() == 1);
        BusNode.soon()
                .untilAsserted(
                        () ->
                                assertThat(node.bean(io.serai.store.Backlog.class).toHandle())
                                        .isEmpty());
        assertThat(node.said("zhou", Sender.Kind.BOT)).containsExactly("re:before");
        assertThat(
                        node.bean(io.serai.store.Conversations.class)
                                .find(BusNode.customer("zhou").conversation())
                                .orElseThrow()
                                .owner()
                                .kind())
                .as("a human sees the rest")
                .isEqualTo(io.serai.event.Owner.Kind.QUEUE);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void whatCertainlyWasNotSentIsSentAgainBeforeWhatComesAfterIt(CapturedOutput log)
            throws Exception {
        BusNode.Platform working = platform;
        CountDownLatch failed = new CountDownLatch(2);
        platform =
                outgoing -> {
                    if (failed.getCount() > 0) {
                        failed.countDown();
                        throw new IllegalStateException(
                                "hello zheng", new NotSent("it is too busy, on purpose", null));
                    }
                    return working.send(outgoing);
                };

        for (String text : words(3, "")) {
            node.says("zheng", text).get(30, TimeUnit.SECONDS);
        }

        answersInOrder("zheng", words(3, ""));
        assertThat(log)
                .contains("was not sent, try 1 of 8: it is too busy, on purpose")
                .doesNotContain("hello zheng");
    }

    private int leased() {
        return node.sql()
                .sql("select count(*) from outbox where until is not null")
                .query(Integer.class)
                .single();
    }
}
