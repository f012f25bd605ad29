package io.serai.engines;

import io.serai.FreePort;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Kafka 3.9 in KRaft mode: broker and controller in one small process, one of everything. */
public final class Kafka extends ChildEngine {

    private static final String SETTINGS =
            """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%2$d
            listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
            advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
            controller.listener.names=CONTROLLER
            log.dirs=%3$s
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=4
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            transaction.state.log.num.partitions=4
            group.initial.rebalance.delay.ms=0
            log.cleaner.dedupe.buffer.size=4194304
            num.network.threads=2
            num.io.threads=4
            """;

    /** Little but its start, to where its output goes. */
    private static final String LOGGING =
            """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d %-5level %logger{20} - %msg%n</pattern></encoder>
              </appender>
              <logger name="kafka.server.KafkaRaftServer" level="INFO"/>
              <root level="WARN"><appender-ref ref="out"/></root>
            </configuration>
            """;

    private final int port = FreePort.choose();
    private final Path settings;
    private final Path logging = place.write("logback.xml", LOGGING);
    private final Path log = place.file("kafka.log");
    private boolean formatted;

    Kafka(String... more) {
        super("kafka", "Kafka Server started");
        String own = SETTINGS.formatted(port, FreePort.choose(), place.file("data"));
        settings = place.write("server.properties", own + String.join("\n", more));
    }

    /** For {@code serai.bus.brokers}. */
    public String brokers() {
        return "127.0.0.1:" + port;
    }

    @Override
    Running run() {
        if (!formatted) {
            String cluster = org.apache.kafka.common.Uuid.randomUuid().toString();
            Running.once(
                    log,
                    java(
                            "kafka.tools.StorageTool",
                            "format",
                            "--cluster-id",
                            cluster,
                            "--config",
                            settings.toString()));
            formatted = true;
        }
        return Running.run(log, java("kafka.Kafka", settings.toString()));
    }

    private List<String> java(String main, String... arguments) {
        Stream<String> jvm =
                Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlogback.configurationFile=" + logging,
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        main);
        return Stream.concat(jvm, Stream.of(arguments)).toList();
    }
}
