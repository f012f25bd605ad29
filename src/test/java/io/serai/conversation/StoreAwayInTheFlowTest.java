package io.serai.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import io.serai.store.LedgerOnDisk;
import io.serai.store.StoreAway;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.FileSystemResource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/** While the store is away, the shipped routes pass that on and say nothing: the store says it. */
class StoreAwayInTheFlowTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger("org.apache.camel");

    @TempDir private Path folder;
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private volatile String where = "";
    private LedgerOnDisk store;

    @BeforeEach
    void start() throws Exception {
        store = new LedgerOnDisk(folder);
        store.close();
        camel.addComponent("bus", new DirectComponent());
        camel.getRegistry().bind("conversationFlow", new Flow());
        camel.getRegistry().bind("keywordTickets", new Rules());
        camel.getRegistry().bind("assignment", new Queue());
        camel.getRegistry().bind("deadLetters", new Desk());
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:bot")
                                .errorHandler(noErrorHandler())
                                .process(exchange -> at("bot"));
                    }
                });
        for (String route : List.of("conversation", "dead-letters", "assignment", "replay")) {
            String file = "file:routes/flow/" + route + ".camel.yaml";
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(ResourceHelper.resolveMandatoryResource(camel, file));
        }
        camel.start();
        shippedLevels()
                .forEach((name, level) -> logger(name).setLevel(Level.toLevel(level.toString())));
        said.start();
        LOG.addAppender(said);
    }

    @AfterEach
    void stop() {
        LOG.detachAppender(said);
        shippedLevels().keySet().forEach(name -> logger(name).setLevel(null));
        camel.stop();
    }

    /** What {@code config/application.yaml} says of Camel's loggers. */
    private static Map<String, Object> shippedLevels() {
        var shipped = new YamlPropertiesFactoryBean();
        shipped.setResources(new FileSystemResource("config/application.yaml"));
        Properties all = Objects.requireNonNull(shipped.getObject());
        String level = "logging.level.";
        return all.entrySet().stream()
                .filter(it -> it.getKey().toString().startsWith(level + LOG.getName()))
                .collect(
                        Collectors.toMap(
                                it -> it.getKey().toString().substring(level.length()),
                                Map.Entry::getValue));
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "current",
                "rules",
                "turn",
                "bot",
                "answer",
                "queued",
                "keep",
                "dead, queued"
            })
    void whoeverBroughtItIsToldAndTheLogIsNot(String step) {
        where = step;

        assertThatThrownBy(() -> camel.createProducerTemplate().sendBody("bus:inbound", "hello"))
                .isInstanceOf(CamelExecutionException.class)
                .hasCauseInstanceOf(StoreAway.class);

        String here = Thread.currentThread().getName(); // other tests run beside
        assertThat(said.list)
                .filteredOn(ILoggingEvent::getThreadName, here)
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }

    /** The store goes away here, if it is to. */
    private void at(String step) {
        if (where.equals(step)) {
            store.commit(page -> null);
        }
    }

    /** What the flow's bean does, as the routes see it. */
    public final class Flow {

        public String current() {
            at("current");
            if (where.equals("keep") || where.equals("dead, queued")) {
                throw new IllegalStateException("poison");
            }
            return "hello";
        }

        public boolean isForBot() {
            return true;
        }

        public String turn() {
            at("turn");
            return "turn";
        }

        public String answer() {
            at("answer");
            return "answered";
        }

        public boolean isQueued() {
            return true;
        }

        public void seen() {}

        public void replay() {}
    }

    /** Likewise the tickets'. */
    public final class Rules {

        public void look() {
            at("rules");
        }
    }

    /** Likewise the assignment's. */
    public final class Queue {

        public void queued() {
            at("queued");
            at("dead, queued");
        }

        public void tick() {}
    }

    /** Likewise the dead letters'. */
    public final class Desk {

        public String keep() {
            at("keep");
            return "kept";
        }
    }
}
