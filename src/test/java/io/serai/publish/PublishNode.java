package io.serai.publish;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Event;
import io.serai.event.Ids;
import io.serai.event.Types;
import io.serai.store.LedgerListener;
import io.serai.store.OpenStore;
import io.serai.store.Seal;
import io.serai.store.Unit;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A hub reduced to its store and its webhooks. Several on one database are several hubs. */
final class PublishNode implements AutoCloseable {

    static final List<String> QUICK =
            List.of(
                    "http=true",
                    "ports=",
                    "private-hosts=127.0.0.1",
                    "timeout=20s",
                    "schedule=0s,100ms,100ms,100ms",
                    "jitter=0",
                    "poll=100ms",
                    "lease=30s",
                    "keys=0123456789abcdef0123456789abcdef");

    final OpenStore store;
    final Webhooks webhooks;
    final Deliveries deliveries;
    final SecretBox box;
    final Couriers couriers;
    private final Post post;
    private boolean dead;

    PublishNode(String url, String user, String... settings) {
        WebhookSettings bound = settings(settings);
        Clock clock = Clock.systemUTC();
        Couriers[] told = new Couriers[1];
        LedgerListener listener =
                changes -> {
                    if (told[0] != null) {
                        told[0].committed(changes);
                    }
                };
        store = new OpenStore(url, user, listener);
        webhooks = new Webhooks(JdbcClient.create(store.source()));
        deliveries = new Deliveries(store.source());
        box = new SecretBox(new Seal(List.of()));
        post = new Post(bound, clock);
        couriers =
                new Couriers(
                        webhooks,
                        deliveries,
                        store.feed(),
                        post,
                        box,
                        bound,
                        new SimpleMeterRegistry(),
                        clock);
        told[0] = couriers;
    }

    static WebhookSettings settings(String... more) {
        Map<String, String> all = new HashMap<>();
        List.of(QUICK, List.of(more))
                .forEach(
                        list ->
                                list.forEach(
                                        it ->
                                                all.put(
                                                        "serai.webhooks."
                                                                + it.substring(0, it.indexOf('=')),
                                                        it.substring(it.indexOf('=') + 1))));
        return new Binder(new MapConfigurationPropertySource(all))
                .bindOrCreate("serai.webhooks", WebhookSettings.class);
    }

    PublishNode start() {
        couriers.start();
        return this;
    }

    /** Somebody subscribes from now on. */
    Webhook subscribe(Subscriber subscriber, String... types) {
        String secret = box.make();
        subscriber.verifying(secret);
        return subscribe(subscriber.url(), secret, types);
    }

    Webhook subscribe(String url, String secret, String... types) {
        Instant now = Instant.now();
        Webhook made =
                new Webhook(
                        UUID.fromString(Ids.next()),
                        url,
                        "test",
                        List.of(types),
                        Webhook.State.ACTIVE,
                        null,
                        store.shown().end().toString(),
                        null,
                        null,
                        now,
                        now);
        webhooks.add(made, box.seal(made.id(), secret));
        couriers.wake();
        return made;
    }

    /** An order is paid. */
    void happens(String note) {
        happens(Types.ORDER_PAID, note);
    }

    void happens(String type, String note) {
        var data = JsonNodeFactory.instance.objectNode().put("note", note);
        store.ledger()
                .commitNow(
                        Unit.of(
                                page ->
                                        page.record(
                                                "/systems/erp",
                                                type,
                                                "E1",
                                                data,
                                                null,
                                                Instant.now())));
    }

    static Event paid(String note) {
        var data = JsonNodeFactory.instance.objectNode().put("note", note);
        return new Event(
                Ids.next(), "/systems/erp", Types.ORDER_PAID, "E1", Instant.now(), null, data);
    }

    Webhook find(Webhook webhook) {
        return webhooks.find(webhook.id()).orElseThrow();
    }

    List<Delivery> log(Webhook webhook) {
        return deliveries.log(webhook.id(), null, Instant.now().plusSeconds(60), 500);
    }

    /** It is gone, and lets go of nothing. */
    void die() {
        dead = true;
        couriers.halt();
    }

    @Override
    public void close() throws IOException {
        if (!dead) {
            couriers.stop();
        }
        post.close();
        store.close();
    }
}
