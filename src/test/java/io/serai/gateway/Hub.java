package io.serai.gateway;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.serai.SettableClock;
import io.serai.cluster.SharedCache;
import io.serai.gateway.crm.CrmBeans;
import io.serai.gateway.data.DataBeans;

import org.apache.camel.CamelContext;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The shipped routes and Kamelets of the systems in a Camel of their own, without Spring. */
public final class Hub implements AutoCloseable {

    public final SettableClock clock = new SettableClock();
    public final CamelContext camel = new DefaultCamelContext();
    static final KeptTokens kept = KeptTokens.inMemory();
    public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ObservationRegistry observations = ObservationRegistry.create();
    final Systems systems;
    final GraphqlQueries queries = new GraphqlQueries(Path.of("config"));
    private final Runnable data;
    private final Answers answers;
    private final BatchAnswers batches;

    public Hub(String routes, Map<String, String> settings) throws Exception {
        this(List.of(routes), settings);
    }

    public Hub(List<String> routes, Map<String, String> settings) throws Exception {
        this(routes, settings, (camel, clock) -> {});
    }

    /**
     * @param settings of one or more systems; what a route needs and they don't say has a default
     * @param beans binds what these routes need besides
     */
    public Hub(
            List<String> routes,
            Map<String, String> settings,
            BiConsumer<CamelContext, SettableClock> beans)
            throws Exception {
        Map<String, String> all = new TreeMap<>(settings);
        for (String setting : settings.keySet()) {
            String system = setting.split("\\.")[2];
            Map.of(
                            "cache-ttl",
                            "30s",
                            "stale-for",
                            "1h",
                            "patience",
                            "60s",
                            "timeout",
                            "20000",
                            "revalidate-for",
                            "0s")
                    .forEach(
                            (key, value) ->
                                    all.putIfAbsent("serai.systems." + system + "." + key, value));
        }
        SystemsSettings bound =
                new Binder(new MapConfigurationPropertySource(all))
                        .bind("serai", SystemsSettings.class)
                        .get();
        Properties properties = new Properties();
        properties.putAll(all);
        camel.getPropertiesComponent().setOverrideProperties(properties);
        KameletComponent kamelets = new KameletComponent();
        kamelets.setLocation("file:connectors");
        camel.addComponent("kamelet", kamelets);
        systems =
                new Systems(
                        bound.systems(), camel.getRegistry(), meters, observations, kept, clock);
        data = DataBeans.bind(camel, bound);
        answers =
                new Answers(
                        systems, camel.createProducerTemplate(), SharedCache.none(), meters, clock);
        camel.getRegistry().bind("cxf", org.apache.cxf.BusFactory.newInstance().createBus());
        camel.getRegistry().bind("gatewayAnswer", new AnswerStep(answers, clock));
        camel.getRegistry().bind("gatewayKeys", new Keys(clock));
        camel.getRegistry().bind("systemRetry", new Retry(systems));
        camel.getRegistry().bind("systemRequest", new SystemRequest());
        camel.getRegistry().bind("systemReply", new SystemReply());
        camel.getRegistry().bind("graphqlCall", new GraphqlCall(queries));
        camel.getRegistry().bind("soapCall", new SoapCall());
        observations
                .observationConfig()
                .observationHandler(new DefaultMeterObservationHandler(meters));
        load("routes/systems/calls.camel.yaml");
        batches = new BatchAnswers(answers, systems, camel.createProducerTemplate(), clock);
        camel.getRegistry().bind("gatewayBatch", new BatchStep(batches, clock));
        CrmBeans.bind(camel, all, clock);
        beans.accept(camel, clock);
        for (String file : routes) {
            load(file);
        }
        camel.start();
    }

    /** Whether calls ended with this outcome. */
    public boolean hasCallsOf(String outcome) {
        return meters.find("serai.gateway.call").tags("outcome", outcome).timer() != null;
    }

    /** Loads routes from their text. */
    public void loadText(String name, String text) throws Exception {
        PluginHelper.getRoutesLoader(camel)
                .updateRoutes(ResourceHelper.fromString("file:" + name, text));
    }

    public void load(String routes) throws Exception {
        PluginHelper.getRoutesLoader(camel)
                .updateRoutes(ResourceHelper.resolveResource(camel, "file:" + routes));
    }

    public Answer ask(String operation, Object body) {
        return ask(operation, body, Answer.class);
    }

    public <T> T ask(String operation, Object body, Class<T> answer) {
        return camel.createFluentProducerTemplate().to(operation).withBody(body).request(answer);
    }

    @Override
    public void close() {
        camel.stop();
        batches.close();
        answers.close();
        systems.close();
        data.run();
    }
}
