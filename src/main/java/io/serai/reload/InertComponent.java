package io.serai.reload;

import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/**
 * Stands in for a component in the shadow context: has the real one check the options, but consumes
 * and sends nothing.
 */
final class InertComponent extends DefaultComponent {

    /** Their endpoints are live beans or open something as soon as they are made. */
    private static final Set<String> UNCHECKED = Set.of("cxf", "cxfrs", "websocket-jsr356");

    private final @Nullable Component real;

    InertComponent(String name, @Nullable Component real) {
        this.real = UNCHECKED.contains(name) ? null : real;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (real != null) {
            real.setCamelContext(getCamelContext());
            real.build();
            real.init();
        }
    }

    @Override
    public Endpoint createEndpoint(String uri, Map<String, Object> properties) throws Exception {
        checkOptions(uri);
        return new InertEndpoint(uri, this);
    }

    @Override
    public Endpoint createEndpoint(String uri) throws Exception {
        checkOptions(uri);
        return new InertEndpoint(uri, this);
    }

    @Override
    protected Endpoint createEndpoint(
            String uri, String remaining, Map<String, Object> parameters) {
        return new InertEndpoint(uri, this);
    }

    /**
     * Refuses options that are unknown or of the wrong kind. Anything else may come from settings
     * that only the live component has.
     */
    private void checkOptions(String uri) throws Exception {
        if (real == null) {
            return;
        }
        try {
            real.createEndpoint(uri);
        } catch (ResolveEndpointFailedException | PropertyBindingException e) {
            throw e;
        } catch (Exception e) {
            if (e.getCause() instanceof PropertyBindingException) {
                throw e;
            }
        }
    }

    private static final class InertEndpoint extends DefaultEndpoint
            implements MultipleConsumersSupport {

        InertEndpoint(String uri, Component component) {
            super(uri, component);
        }

        @Override
        public boolean isMultipleConsumersSupported() {
            return true;
        }

        @Override
        public Producer createProducer() {
            return new DefaultProducer(this) {
                @Override
                public void process(Exchange exchange) {
                    // sends nothing
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            return new DefaultConsumer(this, processor);
        }
    }
}
