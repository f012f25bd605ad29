package io.serai.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.engines.Engines;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.IntStream;

class WebhooksOnPostgresTest extends WebhooksContract {

    private String database;

    @Override
    PublishNode node(String... settings) {
        database = Engines.postgres().freshDatabase();
        return new PublishNode(database, Engines.postgres().user(), settings);
    }

    private PublishNode another() {
        return opened(new PublishNode(database, Engines.postgres().user())).start();
    }

    @Test
    void ofTwoNodesOneServesASubscriptionAndEachEventComesOnce() {
        PublishNode other = another();
        Subscriber subscriber = subscriber();
        node.subscribe(subscriber);

        IntStream.range(0, 200).forEach(i -> (i % 2 == 0 ? node : other).happens("paid " + i));

        await().atMost(Duration.ofSeconds(30)).until(() -> subscriber.calls().size() >= 200);
        assertThat(new HashSet<>(subscriber.notes())).hasSize(200);
        assertThat(subscriber.calls()).hasSize(200);
    }

    @Test
    void whenTheNodeThatServesDiesAnotherGoesOnAndRepeatsAtMostWithTheSameId() {
        Subscriber subscriber = subscriber();
        node.subscribe(subscriber);
        IntStream.range(0, 100).forEach(i -> node.happens("paid " + i));
        await().atMost(Duration.ofSeconds(20)).until(() -> subscriber.calls().size() > 20);

        node.die();
        PublishNode other = another();
        IntStream.range(100, 200).forEach(i -> other.happens("paid " + i));

        await().atMost(Duration.ofSeconds(30))
                .until(() -> new HashSet<>(subscriber.notes()).size() == 200);
        Map<String, String> ids = new HashMap<>();
        subscriber.calls().forEach(call -> ids.put(call.note(), call.id()));
        assertThat(subscriber.calls()).allMatch(call -> ids.get(call.note()).equals(call.id()));
        assertThat(subscriber.forged).isEmpty();
    }
}
