package io.serai.reload;

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
import java.util.Set;
import java.util.stream.Stream;

/**
 * Refuses parameters that a Kamelet does not have. Camel takes them without a word, and the one
 * that was meant keeps its default.
 */
final class KameletParameters {

    private KameletParameters() {}

    /**
     * Looks at the Kamelets that a route uses, and at those they use.
     *
     * @throws IllegalArgumentException naming the first parameter that is none
     */
    static void check(Model model, RouteDefinition route) throws URISyntaxException {
        check(model, route, new HashSet<>());
    }

    private static void check(Model model, RouteDefinition route, Set<String> seen)
            throws URISyntaxException {
        for (String uri : uris(route)) {
            String name = References.target(uri);
            RouteTemplateDefinition kamelet = model.getRouteTemplateDefinition(name);
            if (kamelet != null) {
                check(name, uri, Kamelets.parameters(kamelet));
                if (seen.add(name)) {
                    check(model, kamelet.getRoute(), seen);
                }
            }
        }
    }

    private static void check(String kamelet, String uri, Set<String> known)
            throws URISyntaxException {
        int query = uri.indexOf('?');
        String given = query < 0 ? "" : uri.substring(query + 1);
        for (String name : URISupport.parseQuery(given, true).keySet()) {
            if (!known.contains(name) && !Kamelets.OPTIONS.contains(name)) {
                throw new IllegalArgumentException(
                        "\"%s\" is no parameter of the Kamelet \"%s\": known are %s."
                                .formatted(name, kamelet, String.join(", ", known)));
            }
        }
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
