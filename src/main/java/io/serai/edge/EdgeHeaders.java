package io.serai.edge;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * The header allow-list of every HTTP ingress: only named headers enter a route, only named ones
 * leave it.
 *
 * <p>Camel's components obey headers by name ({@code kafka.OVERRIDE_TOPIC}, {@code operationName},
 * {@code sObjectQuery}, …), so a name from outside must never become one. platform-http offers
 * query parameters and form fields to this filter as if they were headers; those never enter, not
 * even under an allowed name. A route reads them from {@code CamelHttpQuery} or the body.
 */
final class EdgeHeaders implements HeaderFilterStrategy {

    /** The binding writes this one itself; let out here, it would be there twice. */
    private static final String CONTENT_TYPE = "content-type";

    /** Where platform-http keeps the request while it reads it. */
    private static final String REQUEST = "CamelHttpServletRequest";

    private final Set<String> in = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> out = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    EdgeHeaders(Collection<String> in, Collection<String> out) {
        this.in.addAll(in);
        this.out.addAll(out);
    }

    /** Whether a header of that name may enter a route. */
    boolean enters(String name) {
        return in.contains(name);
    }

    @Override
    public boolean applyFilterToCamelHeaders(
            String name, @Nullable Object value, @Nullable Exchange exchange) {
        return !out.contains(name) || CONTENT_TYPE.equalsIgnoreCase(name);
    }

    @Override
    public boolean applyFilterToExternalHeaders(
            String name, @Nullable Object value, @Nullable Exchange exchange) {
        if (!in.contains(name)) {
            return true;
        }
        if (exchange == null
                || !(exchange.getIn().getHeader(REQUEST) instanceof HttpServletRequest request)) {
            return false;
        }
        boolean parameter = request.getHeader(name) == null;
        boolean second = exchange.getIn().getHeaders().containsKey(name); // headers come first
        return parameter || second;
    }
}
