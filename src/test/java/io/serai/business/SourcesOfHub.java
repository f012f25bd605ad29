package io.serai.business;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Event;
import io.serai.store.LedgerOnDisk;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.dao.DataAccessResourceFailureException;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The shipped sources of events, and behind them what keeps each event once, or cannot just now.
 */
final class SourcesOfHub implements AutoCloseable {

    final List<Event> kept = new CopyOnWriteArrayList<>();
    final List<String> again = new CopyOnWriteArrayList<>();
    final DeadEvents dead;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    volatile boolean storeAway;
    volatile String poison = "";
    volatile Runnable beforeKeeping = () -> {};
    final CamelContext camel;
    private final Set<String> known;
    private final RedisStreams redis;

    SourcesOfHub(LedgerOnDisk store, Set<String> known, Map<String, String> settings)
            throws Exception {
        this(new DefaultCamelContext(), store, known, settings);
    }

    /**
     * @param camel a new one, or one that runs with its own settings
     */
    SourcesOfHub(
            CamelContext camel, LedgerOnDisk store, Set<String> known, Map<String, String> settings)
            throws Exception {
        this.camel = camel;
        this.known = known;
        dead = new DeadEvents(store.sql(), Clock.systemUTC());
        BusinessEvents rules =
                new BusinessEvents(ZoneId.of("Asia/Shanghai"), List.of("order.paid", "loyalty.*"));
        redis =
                new RedisStreams(
                        new RedisEventsSettings(
                                settings.getOrDefault("serai.events.redis.url", ""),
                                "",
                                Duration.ofMillis(300),
                                10));
        camel.getRegistry().bind("redisStreams", redis);
        camel.getRegistry().bind("kafkaEvents", new KafkaEvents());
        camel.getRegistry().bind("polledEvents", new PolledEvents(Clock.systemUTC()));
        camel.getRegistry()
                .bind(
                        "eventIntake",
                        new EventIntake(new CloudEvents(rules, Clock.systemUTC()), dead, meters));
        if (!camel.isStarted()) {
            Properties properties = new Properties();
            properties.putAll(settings);
            camel.getPropertiesComponent().setOverrideProperties(properties);
            KameletComponent kamelets = new KameletComponent();
            kamelets.setLocation("file:connectors");
            camel.addComponent("kamelet", kamelets);
        }
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:report-event")
                                .errorHandler(noErrorHandler())
                                .process(SourcesOfHub.this::keep);
                    }
                });
        PluginHelper.getRoutesLoader(camel)
                .updateRoutes(
                        ResourceHelper.resolveResource(
                                camel, "file:routes/events/sources.camel.yaml"));
        camel.start();
    }

    static Set<String> nothing() {
        return ConcurrentHashMap.newKeySet();
    }

    private void keep(Exchange exchange) throws IOException {
        Event event = exchange.getMessage().getBody(Event.class);
        if (storeAway) {
            throw new DataAccessResourceFailureException("the store is away");
        }
        if (event.id().equals(poison)) {
            throw new IOException("it cannot be kept");
        }
        beforeKeeping.run();
        boolean isNew = known.add(event.source() + " " + event.id());
        if (isNew) {
            kept.add(event);
        } else {
            again.add(event.id());
        }
        exchange.getMessage().setBody(!isNew);
    }

    List<String> ids() {
        return kept.stream().map(Event::id).toList();
    }

    @Override
    public void close() {
        camel.stop();
        redis.destroy();
    }

    /** How many events had this outcome, by whatever door. */
    double counted(String outcome) {
        return meters.find("serai.events.inbound").tag("outcome", outcome).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
