package io.serai.edge;

import org.apache.camel.Exchange;
import org.apache.camel.component.cxf.transport.header.CxfHeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The header allow-list for {@code cxf:} endpoints. SOAP headers are not relayed either: Camel's
 * default sends a caller's WS-Security header, password included, back in the response.
 */
final class EdgeSoapHeaders extends CxfHeaderFilterStrategy {

    private final EdgeHeaders names;

    EdgeSoapHeaders(EdgeHeaders names) {
        this.names = names;
        setRelayHeaders(false);
    }

    @Override
    public boolean applyFilterToExternalHeaders(
            String name, @Nullable Object value, @Nullable Exchange exchange) {
        return !names.enters(name) || super.applyFilterToExternalHeaders(name, value, exchange);
    }

    @Override
    public boolean applyFilterToCamelHeaders(
            String name, @Nullable Object value, @Nullable Exchange exchange) {
        return names.applyFilterToCamelHeaders(name, value, exchange)
                || super.applyFilterToCamelHeaders(name, value, exchange);
    }
}
