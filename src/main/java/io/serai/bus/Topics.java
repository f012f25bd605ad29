package io.serai.bus;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The hub's topics: their names, and that they are there. */
@Component
class Topics {

    private static final Logger log = LoggerFactory.getLogger(Topics.class);
    private static final int PATIENCE_SECONDS = 10;
    private static final int LOOK_MILLIS = 1_500;

    private final BusSettings settings;
    private final ObjectProvider<CamelContext> camel;

    /** How many partitions a topic was seen to have. */
    private final Map<String, Integer> partitions = new ConcurrentHashMap<>();

    private volatile boolean open = true;
    private @Nullable Admin admin;

    Topics(BusSettings settings, ObjectProvider<CamelContext> camel) {
        this.settings = settings;
        this.camel = camel;
    }

    String inbound() {
        return settings.topicPrefix() + ".inbound";
    }

    String outbound() {
        return settings.topicPrefix() + ".outbound";
    }

    /** Records that nobody could read, as they were. */
    String dead() {
        return settings.topicPrefix() + ".dead";
    }

    /**
     * The endpoint to write to a topic by; security and what else Kafka may need comes from {@code
     * camel.component.kafka.*}.
     */
    KafkaEndpoint endpoint(String topic) {
        return camel.getObject()
                .getEndpoint(
                        "kafka:"
                                + topic
                                + "?brokers=RAW("
                                + settings.brokers()
                                + ")&preValidateHostAndPort=false"
                                + "&keySerializer=org.apache.kafka.common.serialization.ByteArraySerializer"
                                + "&valueSerializer=org.apache.kafka.common.serialization.ByteArraySerializer"
                                + "&useIterator=false&maxBlockMs=2000&requestTimeoutMs=5000"
                                + "&deliveryTimeoutMs=10000&metadataMaxAgeMs=30000"
                                + "&shutdownTimeout=3000",
                        KafkaEndpoint.class);
    }

    /**
     * Makes those that are missing, and asks for nothing more: who may not make topics may use
     * those there are. One that was deleted may be there again with fewer partitions, since brokers
     * make what somebody asks for; it gets those it had.
     *
     * @return whether any was missing or made so
     */
    boolean ensure() throws InterruptedException, ExecutionException {
        List<NewTopic> wanted =
                List.of(
                        new NewTopic(inbound(), settings.partitions(), settings.replication()),
                        new NewTopic(outbound(), settings.partitions(), settings.replication()),
                        new NewTopic(dead(), 1, settings.replication()));
        var described =
                admin().describeTopics(wanted.stream().map(NewTopic::name).toList())
                        .topicNameValues();
        List<NewTopic> missing = new ArrayList<>();
        Map<String, NewPartitions> poor = new HashMap<>();
        for (NewTopic topic : wanted) {
            String name = topic.name();
            int now = partitions(Objects.requireNonNull(described.get(name)));
            int most = Objects.requireNonNull(partitions.merge(name, now, Math::max));
            if (now == 0) {
                missing.add(topic);
            } else if (now < most) {
                poor.put(name, NewPartitions.increaseTo(most));
            }
        }
        for (var made : admin().createTopics(missing).values().values()) {
            try {
                made.get();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        return grown(poor) || !missing.isEmpty();
    }

    private boolean grown(Map<String, NewPartitions> poor) throws InterruptedException {
        if (poor.isEmpty()) {
            return false;
        }
        boolean grown = false;
        for (var one : admin().createPartitions(poor).values().entrySet()) {
            try {
                one.getValue().get();
                grown = true;
            } catch (ExecutionException e) {
                // Another hub was faster, or it may not: then fewer hubs share the work.
                partitions.remove(one.getKey());
            }
        }
        return grown;
    }

    /** How many there are; 0 if the topic is not there. */
    private static int partitions(KafkaFuture<TopicDescription> described)
            throws InterruptedException, ExecutionException {
        try {
            return described.get().partitions().size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return 0;
            }
            throw e;
        }
    }

    /** How many brokers can be reached. */
    int brokers() throws InterruptedException, ExecutionException {
        return admin().describeCluster(new DescribeClusterOptions().timeoutMs(LOOK_MILLIS))
                .nodes()
                .get()
                .size();
    }

    /** False once the hub takes no more from them. */
    boolean open() {
        return open;
    }

    /** Stops the routes that read them. */
    void leave() {
        open = false;
        CamelContext context = camel.getObject();
        for (Route route : context.getRoutes()) {
            if (route.getEndpoint() instanceof KafkaEndpoint kafka
                    && List.of(inbound(), outbound()).contains(kafka.getConfiguration().getTopic())
                    && context.getStatus().isStarted()) {
                try {
                    context.getRouteController().stopRoute(route.getRouteId());
                } catch (Exception e) {
                    log.warn(
                            "Route {} did not stop: {}",
                            route.getRouteId(),
                            e.getClass().getSimpleName());
                }
            }
        }
    }

    private synchronized Admin admin() {
        Admin known = admin;
        if (known == null) {
            KafkaConfiguration kafka = endpoint(inbound()).getConfiguration();
            Properties properties = kafka.createProducerProperties();
            properties.keySet().removeIf(name -> name.toString().contains("serializer"));
            properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.brokers());
            properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, "5000");
            properties.put(
                    CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                    String.valueOf(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS)));
            known = Admin.create(properties);
            admin = known;
        }
        return known;
    }

    synchronized void close() {
        if (admin != null) {
            admin.close(java.time.Duration.ofSeconds(1));
            admin = null;
        }
    }
}
