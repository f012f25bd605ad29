package io.serai.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.engines.Engines;

import org.junit.jupiter.api.Test;

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

    private PublishNode another(String... settings) {
        return opened(new PublishNode(database, Engines.postgres().user(), settings)).start();
    }

    @Test
    void ofTwoNodesOneServesASubscriptionAndEachEventComesOnce() {
        PublishNode other = another();
        Subscriber subscriber = subscriber();
        node.subscribe(subscriber);

        IntStream.range(0, 200).forEach(i -> (i % 2 == 0 ? node : other).happens("paid " + i));

        await().until(() -> subscriber.calls().size() >= 200);
        assertThat(new HashSet<>(subscriber.notes())).hasSize(200);
        assertThat(subscriber.calls()).hasSize(200);
    }

    @Test
    void whenTheNodeThatServesDiesAnotherGoesOnAndRepeatsAtMostWithTheSameId() {
        node.couriers.stop();
        PublishNode dying = another("lease=2s");
        Subscriber subscriber = subscriber();
        dying.subscribe(subscriber);
        IntStream.range(0, 100).forEach(i -> dying.happens("paid " + i));
        await().until(() -> subscriber.calls().size() > 20);

        dying.die();
        PublishNode other = another();
        IntStream.range(100, 200).forEach(i -> other.happens("paid " + i));

        await().until(() -> new HashSet<>(subscriber.notes()).size() == 200);
        Map<String, String> ids = new HashMap<>();
        subscriber.calls().forEach(call -> ids.put(call.note(), call.id()));
        assertThat(subscriber.calls()).allMatch(call -> ids.get(call.note()).equals(call.id()));
        assertThat(subscriber.forged).isEmpty();
    }
}
