package io.serai.reload;

import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.ToDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Gives every use of a Kamelet its own route, named after the route that uses it: {@code
 * orders.rest-system-action}.
 *
 * <p>Camel shares one route between all uses with equal parameters and numbers them. Owned and
 * named they can be swapped with their owner without touching another's, and keep their name in
 * metrics and JMX.
 */
final class KameletNames {

    private KameletNames() {}

    /** Names the Kamelets that a route uses. */
    static void own(RouteDefinition route) {
        String owner = route.getId().replaceAll("[^\\w.-]", "-");
        FromDefinition from = route.getInput();
        from.setUri(named(from.getUri(), owner, 0));
        uses(route.getOutputs(), owner);
    }

    /** Names the Kamelets that a Kamelet uses. */
    static void nested(@Nullable RouteTemplateDefinition template) {
        if (template != null && template.getRoute() != null) {
            uses(template.getRoute().getOutputs(), "{{routeId}}");
        }
    }

    private static void uses(
            java.util.List<org.apache.camel.model.ProcessorDefinition<?>> steps, String owner) {
        int use = 0;
        for (ToDefinition to :
                ProcessorDefinitionHelper.filterTypeInOutputs(steps, ToDefinition.class)) {
            to.setUri(named(to.getUri(), owner, ++use));
        }
        for (KameletDefinition kamelet :
                ProcessorDefinitionHelper.filterTypeInOutputs(steps, KameletDefinition.class)) {
            String uri = named("kamelet:" + kamelet.getName(), owner, ++use);
            kamelet.setName(uri.substring("kamelet:".length()));
        }
    }

    private static String named(String uri, String owner, int use) {
        if (uri == null || !uri.startsWith("kamelet:")) {
            return uri;
        }
        String name = References.target(uri);
        int query = uri.indexOf('?');
        String plain = query < 0 ? uri : uri.substring(0, query);
        if (name.equals("source") || name.equals("sink") || plain.replace("//", "").contains("/")) {
            return uri;
        }
        String options = query < 0 ? "" : uri.substring(query);
        String number = use > 1 ? "-" + use : "";
        return "kamelet:" + name + "/" + owner + "." + name + number + options;
    }
}
