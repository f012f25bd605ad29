package io.serai.reload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.apache.camel.Route;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.reifier.errorhandler.ErrorHandlerReifier;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Puts routes, and what they use, into a Camel context one by one and takes them out again. */
final class Installation {

    private final ModelCamelContext camel;
    private final Map<String, List<RouteConfigurationDefinition>> configurations =
            new java.util.HashMap<>();
    private final Map<String, JsonNode> properties = new java.util.HashMap<>(); // of Kamelets

    Installation(ModelCamelContext camel) {
        this.camel = camel;
    }

    void bean(Source bean) throws Exception {
        camel.getRegistry().unbind(bean.name());
        JsonNodeFactory json = JsonNodeFactory.instance;
        String text =
                json.arrayNode()
                        .add(json.objectNode().set("beans", json.arrayNode().add(bean.data())))
                        .toString();
        PluginHelper.getRoutesLoader(camel).loadRoutes(resource(bean.file().toString(), text));
    }

    void removeBean(String name) {
        camel.getRegistry().unbind(name);
    }

    void kamelet(KameletFile kamelet) throws Exception {
        removeKamelet(kamelet.name());
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(resource(kamelet.file().toString(), kamelet.text()));
        RouteTemplateDefinition template = camel.getRouteTemplateDefinition(kamelet.name());
        BeanCalls.check(camel, template.getRoute());
        KameletNames.nested(template);
        properties.put(kamelet.name(), kamelet.data().at("/spec/definition/properties"));
    }

    void removeKamelet(String name) throws Exception {
        properties.remove(name);
        RouteTemplateDefinition template = camel.getRouteTemplateDefinition(name);
        if (template != null) {
            camel.removeRouteTemplateDefinition(template);
        }
    }

    void configuration(Source source) throws Exception {
        removeConfiguration(source.name());
        List<RouteConfigurationDefinition> before =
                new ArrayList<>(camel.getRouteConfigurationDefinitions());
        RouteBuilder builder = builder(source.file().toString(), source.text());
        ((RouteConfigurationsBuilder) builder).addRouteConfigurationsToCamelContext(camel);
        List<RouteConfigurationDefinition> added =
                new ArrayList<>(camel.getRouteConfigurationDefinitions());
        added.removeAll(before);
        configurations.put(source.name(), added);
        for (RouteConfigurationDefinition configuration : added) {
            configuration.getOnExceptions().forEach(this::readRedelivery);
        }
    }

    /** Camel reads it only with the first failure, which would then be told as another one. */
    private void readRedelivery(OnExceptionDefinition onException) {
        RedeliveryPolicyDefinition policy = onException.getRedeliveryPolicyType();
        if (policy == null) {
            return;
        }
        try {
            ErrorHandlerReifier.createRedeliveryPolicy(policy, camel, null);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "A value of a redeliveryPolicy cannot be read; a time is such as 100 (ms) or"
                            + " 2s.");
        }
    }

    void removeConfiguration(String name) {
        List<RouteConfigurationDefinition> known = configurations.remove(name);
        if (known != null) {
            camel.getRouteConfigurationDefinitions().removeAll(known);
        }
    }

    /** Adds a route and starts it; on a failure nothing of it is left. */
    void add(Unit unit) throws Exception {
        RouteBuilder builder = builder(unit.file().toString(), unit.text());
        builder.configureRoutes(camel);
        List<RouteDefinition> definitions = builder.getRouteCollection().getRoutes();
        if (definitions.size() != 1) {
            throw new IllegalStateException(
                    unit.id() + " reads as " + definitions.size() + " routes, not one");
        }
        RouteDefinition definition = definitions.getFirst();
        definition.setId(unit.id());
        KameletParameters.check(camel, definition, properties);
        BeanCalls.check(camel, definition);
        KameletNames.own(definition);
        builder.getRouteCollection().setResource(builder.getResource());
        builder.getRouteCollection().prepareRoute(definition);
        try {
            camel.addRouteDefinition(definition);
        } catch (Exception | LinkageError e) {
            try {
                remove(unit.id(), 1);
            } catch (Exception left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    /** Stops and removes a route and the routes its Kamelets made. */
    void remove(String id, long seconds) throws Exception {
        for (String member : family(id)) {
            camel.getRouteController().stopRoute(member, seconds, TimeUnit.SECONDS);
        }
        for (String member : family(id)) {
            RouteDefinition definition = camel.getRouteDefinition(member);
            if (definition != null) {
                camel.removeRouteDefinition(definition);
            }
            camel.removeEndpoints("kamelet:*/" + member + "*");
            camel.removeEndpoints("kamelet://*/" + member + "*");
        }
    }

    /**
     * A route and the routes its Kamelets made, in the order to stop them: what lets messages in,
     * the route, what it calls.
     */
    List<String> family(String id) {
        List<String> family = new ArrayList<>(List.of(id));
        for (int i = 0; i < family.size(); i++) {
            for (RouteDefinition definition : camel.getRouteDefinitions()) {
                Map<String, Object> given = definition.getTemplateParameters();
                if (given != null
                        && family.get(i).equals(given.get("parentRouteId"))
                        && !family.contains(definition.getId())) {
                    boolean first = !definition.getInput().getEndpointUri().startsWith("kamelet:");
                    family.add(first ? 0 : family.size(), definition.getId());
                    i = first ? i + 1 : i;
                }
            }
        }
        return family;
    }

    /** The live routes of a family. */
    List<Route> live(String id) {
        return family(id).stream().map(camel::getRoute).filter(route -> route != null).toList();
    }

    private RouteBuilder builder(String location, String text) throws Exception {
        return (RouteBuilder)
                PluginHelper.getRoutesLoader(camel)
                        .findRoutesBuilders(resource(location, text))
                        .iterator()
                        .next();
    }

    private static Resource resource(String location, String text) {
        return ResourceHelper.fromString("file:" + location, text);
    }
}
