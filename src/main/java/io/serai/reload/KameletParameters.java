package io.serai.reload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.util.URISupport;

import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Refuses parameters that a Kamelet does not have, and values that are not what its properties say.
 * Camel takes them without a word: the one that was meant keeps its default, and what is no number
 * or no time fails with each message.
 */
final class KameletParameters {

    private KameletParameters() {}

    /**
     * Looks at the Kamelets that a route uses, and at those they use.
     *
     * @param properties what each Kamelet says of its parameters, by its name
     * @throws IllegalArgumentException naming the first parameter that is none, or cannot be so
     */
    static void check(Model model, RouteDefinition route, Map<String, JsonNode> properties)
            throws URISyntaxException {
        check(model, route, properties, new HashSet<>());
    }

    private static void check(
            Model model, RouteDefinition route, Map<String, JsonNode> properties, Set<String> seen)
            throws URISyntaxException {
        for (String uri : uris(route)) {
            String name = References.target(uri);
            RouteTemplateDefinition kamelet = model.getRouteTemplateDefinition(name);
            if (kamelet != null) {
                JsonNode declared = properties.getOrDefault(name, MissingNode.getInstance());
                check(name, uri, Kamelets.parameters(kamelet), declared);
                if (seen.add(name)) {
                    check(model, kamelet.getRoute(), properties, seen);
                }
            }
        }
    }

    private static void check(String kamelet, String uri, Set<String> known, JsonNode declared)
            throws URISyntaxException {
        int query = uri.indexOf('?');
        Map<String, Object> given =
                URISupport.parseQuery(query < 0 ? "" : uri.substring(query + 1), true);
        given.forEach(
                (name, value) -> {
                    if (!known.contains(name) && !Kamelets.OPTIONS.contains(name)) {
                        throw new IllegalArgumentException(
                                "\"%s\" is no parameter of the Kamelet \"%s\": known are %s.%s"
                                        .formatted(
                                                name,
                                                kamelet,
                                                String.join(", ", known),
                                                cutOff(given)));
                    }
                    String text = String.valueOf(value);
                    if (!fits(text, declared.path(name))) {
                        throw new IllegalArgumentException(
                                "\"%s\" of the Kamelet \"%s\" cannot be %s: it must match %s."
                                        .formatted(name, kamelet, text, must(declared.path(name))));
                    }
                });
    }

    /** What looks like another parameter may be the rest of an address that was given as one. */
    private static String cutOff(Map<String, Object> given) {
        return given.values().stream().noneMatch(value -> String.valueOf(value).contains("?"))
                ? ""
                : " If it belongs to a value with an &, write that value as RAW(...).";
    }

    /** Whether a property can be so; what is only known when it runs may be anything. */
    static boolean fits(String value, JsonNode property) {
        return value.matches(must(property) + "|.*(\\{\\{|\\$\\{).*|#.*|RAW[({].*");
    }

    /** The pattern of a property's values. */
    static String must(JsonNode property) {
        return switch (property.path("type").asText("")) {
            case "integer" -> "-?[0-9]+";
            case "number" -> "-?[0-9]+(\\.[0-9]+)?";
            case "boolean" -> "true|false";
            default ->
                    property.has("enum")
                            ? oneOf(property.path("enum"))
                            : property.path("pattern").asText("(?s).*");
        };
    }

    private static String oneOf(JsonNode values) {
        return values.valueStream()
                .map(value -> value.asText().replaceAll("[^\\w -]", "\\\\$0"))
                .collect(Collectors.joining("|"));
    }

    private static List<String> uris(RouteDefinition route) {
        List<ProcessorDefinition<?>> steps = route.getOutputs();
        Stream<String> called =
                ProcessorDefinitionHelper.filterTypeInOutputs(
                                steps, EndpointRequiredDefinition.class)
                        .stream()
                        .map(EndpointRequiredDefinition::getEndpointUri);
        Stream<String> around =
                ProcessorDefinitionHelper.filterTypeInOutputs(steps, KameletDefinition.class)
                        .stream()
                        .map(kamelet -> "kamelet:" + kamelet.getName());
        return Stream.concat(
                        Stream.of(route.getInput().getEndpointUri()), Stream.concat(called, around))
                .filter(uri -> uri != null && uri.startsWith("kamelet:"))
                .toList();
    }
}
