package io.serai.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.event.Delivery;
import io.serai.event.Sender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** One hub of the test's, with a bot and a platform that it plays. */
abstract class BusTest {

    final Map<String, List<String>> sent = new ConcurrentHashMap<>();
    volatile BusNode.Bot bot = said -> "re:" + said;
    volatile BusNode.Platform platform =
            outgoing -> {
                sent.computeIfAbsent(
                                outgoing.address().user(),
                                user -> java.util.Collections.synchronizedList(new ArrayList<>()))
                        .add(outgoing.message().content().words());
                return Delivery.sent(null);
            };
    BusNode node;

    /** A hub on this test's store. */
    abstract BusNode start();

    final BusNode start(String... settings) {
        return new BusNode(said -> bot.answer(said), outgoing -> platform.send(outgoing), settings);
    }

    @BeforeEach
    void startFirst() {
        node = start();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    static List<String> words(int count, String more) {
        return IntStream.range(0, count).mapToObj(i -> i + more).toList();
    }

    /** Each was stored, answered and sent, once and in this order. */
    final void answersInOrder(String user, List<String> texts) {
        List<String> answers = texts.stream().map(text -> "re:" + text).toList();
        BusNode.soon()
                .ignoreExceptions()
                .untilAsserted(
                        () -> {
                            assertThat(node.said(user, Sender.Kind.BOT)).hasSameSizeAs(answers);
                            assertThat(toSend()).isZero();
                        });
        assertThat(node.said(user, Sender.Kind.CUSTOMER)).isEqualTo(texts);
        assertThat(node.said(user, Sender.Kind.BOT)).isEqualTo(answers);
        assertThat(sent.get(user)).isEqualTo(answers);
        assertThat(node.talk(user))
                .filteredOn(it -> it.startsWith("bot"))
                .allMatch(it -> it.endsWith(" sent"));
    }

    final int toSend() {
        return node.sql().sql("select count(*) from outbox").query(Integer.class).single();
    }
}
