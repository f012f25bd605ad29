package io.serai.reload;

import org.apache.camel.Endpoint;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.component.kamelet.KameletEndpointUriFactory;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.util.URISupport;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Camel's {@code kamelet:} with Kamelets whose parameters may be named like one of its own options.
 *
 * <p>Camel takes such a parameter, {@code timeout} say, for its option, and the Kamelet gets the
 * default whatever a route says.
 */
final class Kamelets extends KameletComponent {

    /** The options of Camel's {@code kamelet:}. */
    static final Set<String> OPTIONS = new KameletEndpointUriFactory().propertyNames();

    /** The parameters a Kamelet declares. */
    static Set<String> parameters(RouteTemplateDefinition kamelet) {
        List<RouteTemplateParameterDefinition> declared = kamelet.getTemplateParameters();
        return declared == null // it has none
                ? Set.of()
                : declared.stream()
                        .map(RouteTemplateParameterDefinition::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters)
            throws Exception {
        Map<String, Object> ambiguous = new HashMap<>(parameters);
        ambiguous.keySet().retainAll(OPTIONS);
        ambiguous.keySet().retainAll(declared("kamelet:" + remaining));
        parameters.keySet().removeAll(ambiguous.keySet());
        KameletEndpoint endpoint =
                (KameletEndpoint) super.createEndpoint(uri, remaining, parameters);
        URISupport.resolveRawParameterValues(ambiguous);
        Map<String, Object> all = new HashMap<>(endpoint.getKameletProperties());
        all.putAll(ambiguous);
        endpoint.setKameletProperties(all);
        return endpoint;
    }

    private Set<String> declared(String uri) {
        RouteTemplateDefinition kamelet =
                ((Model) getCamelContext()).getRouteTemplateDefinition(References.target(uri));
        return kamelet == null ? Set.of() : parameters(kamelet);
    }
}
