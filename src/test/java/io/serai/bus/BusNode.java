package io.serai.bus;

import static org.awaitility.Awaitility.await;

import io.serai.bot.Turn;
import io.serai.bot.Verdict;
import io.serai.event.Address;
import io.serai.event.Content;
import io.serai.event.Delivery;
import io.serai.event.Inbound;
import io.serai.event.Outgoing;
import io.serai.event.Sender;
import io.serai.store.Conversations;

import org.apache.camel.CamelContext;
import org.apache.camel.StatefulService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A hub reduced to store, bus and flow, with the routes that are shipped and a bot and a platform
 * that a test plays. Several on one store and one Kafka are several hubs.
 */
final class BusNode implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    /** What the bot answers, given what was said. */
    interface Bot {
        String answer(String said) throws Exception;
    }

    /** What a platform does with what is sent to it. */
    interface Platform {
        Delivery send(Outgoing outgoing) throws Exception;
    }

    BusNode(Bot bot, Platform platform, String... settings) {
        List<String> all =
                new ArrayList<>(
                        List.of(
                                "--spring.config.location=file:config/application.yaml",
                                "--camel.main.name=node-"
                                        + UUID.randomUUID(), // JMX knows each by it
                                "--camel.main.routes-include-pattern=file:routes/flow/conversation.camel.yaml,"
                                    + "file:routes/flow/dead-letters.camel.yaml,file:routes/flow/outbound.camel.yaml,"
                                    + "file:routes/flow/bus.camel.yaml",
                                "--spring.main.register-shutdown-hook=false",
                                "--management.server.port="));
        for (String setting : settings) {
            all.add("--" + setting);
        }
        SpringApplicationBuilder application =
                new SpringApplicationBuilder(Reduced.class)
                        .web(WebApplicationType.NONE)
                        .initializers(
                                it -> {
                                    var beans = it.getBeanFactory();
                                    beans.registerSingleton("played", new Played(bot, platform));
                                    beans.registerSingleton("keywordTickets", new NoTickets());
                                    beans.registerSingleton(
                                            "edgeHeaders", new DefaultHeaderFilterStrategy());
                                });
        leaveLoggingAsItIs(application.application());
        context = application.run(all.toArray(String[]::new));
    }

    /** While Spring sets it up, no line of anybody in this process gets through. */
    private static void leaveLoggingAsItIs(SpringApplication application) {
        application.setListeners(
                application.getListeners().stream()
                        .filter(it -> !(it instanceof LoggingApplicationListener))
                        .toList());
    }

    /** The routes that a test plays. */
    private static final class Played extends RouteBuilder {

        private final Bot bot;
        private final Platform platform;

        Played(Bot bot, Platform platform) {
            this.bot = bot;
            this.platform = platform;
        }

        @Override
        public void configure() {
            from("direct:bot")
                    .errorHandler(noErrorHandler())
                    .process(
                            exchange -> {
                                Turn turn = exchange.getMessage().getBody(Turn.class);
                                String answer = bot.answer(turn.text());
                                exchange.getMessage()
                                        .setBody(
                                                new Verdict(
                                                        "test",
                                                        List.of(new Content.Text(answer)),
                                                        null,
                                                        0,
                                                        Map.of(),
                                                        1));
                            });
            from("direct:assignment").process(exchange -> {});
            from("direct:outbound.wechat.main")
                    .errorHandler(noErrorHandler())
                    .process(
                            exchange ->
                                    exchange.getMessage()
                                            .setBody(
                                                    platform.send(
                                                            exchange.getMessage()
                                                                    .getBody(Outgoing.class))));
        }
    }

    /** In the place of the rules by which words open tickets. */
    public static final class NoTickets {
        public void look() {}
    }

    static Address customer(String user) {
        return new Address("wechat", "main", user);
    }

    /** Hands in what a customer said, as a channel does. */
    CompletableFuture<Receipt> says(String user, String text) {
        return bean(Bus.class)
                .publish(
                        new Inbound.Said(
                                customer(user),
                                "key-" + text,
                                Sender.customer(user, null),
                                new Content.Text(text),
                                null,
                                Map.of(),
                                Map.of()));
    }

    void stopRoute(String id) throws Exception {
        bean(CamelContext.class).getRouteController().stopRoute(id);
    }

    void startRoute(String id) throws Exception {
        bean(CamelContext.class).getRouteController().startRoute(id);
    }

    /** Whether a route takes what comes; one on its way out only finishes what it has. */
    boolean takes(String route) {
        return bean(CamelContext.class).getRoute(route).getConsumer()
                        instanceof StatefulService consumer
                && consumer.isStarted();
    }

    /** What was said in a conversation, by whom and with which status: {@code bot re:1 sent}. */
    List<String> talk(String user) {
        return bean(Conversations.class).after(customer(user).conversation(), 0, 10_000).stream()
                .map(
                        it ->
                                it.sender().kind().name().toLowerCase(java.util.Locale.ROOT)
                                        + " "
                                        + it.content().words()
                                        + " "
                                        + it.status().name().toLowerCase(java.util.Locale.ROOT))
                .toList();
    }

    /** The words of one side of a conversation. */
    List<String> said(String user, Sender.Kind by) {
        return bean(Conversations.class).after(customer(user).conversation(), 0, 10_000).stream()
                .filter(it -> it.sender().kind() == by)
                .map(it -> it.content().words())
                .toList();
    }

    io.serai.store.Conversation conversation(String user) {
        return bean(Conversations.class).find(customer(user).conversation()).orElseThrow();
    }

    /** False once it has stopped, be it by itself. */
    boolean isRunning() {
        return context.isActive();
    }

    JdbcClient sql() {
        return bean(JdbcClient.class);
    }

    int deadLetters() {
        return sql().sql("select count(*) from dead_letter").query(Integer.class).single();
    }

    double count(String metric) {
        return bean(io.micrometer.core.instrument.MeterRegistry.class)
                .get(metric)
                .counters()
                .stream()
                .mapToDouble(io.micrometer.core.instrument.Counter::count)
                .sum();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    static org.awaitility.core.ConditionFactory soon() {
        return await().pollInterval(Duration.ofMillis(50));
    }

    @EnableAutoConfiguration(
            exclude = {SecurityAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
    @ComponentScan(
            basePackages = {"io.serai.bus", "io.serai.store", "io.serai.conversation"},
            excludeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.REGEX,
                            pattern = "io\\.serai\\..*(Test|Contract|OnDisk).*"))
    @ConfigurationPropertiesScan(basePackages = {"io.serai.bus", "io.serai.store"})
    static class Reduced {}
}
