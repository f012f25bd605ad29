package io.serai.bus;

import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.springframework.stereotype.Component;

import java.util.Map;

/**
 * The Camel component {@code bus:}.
 *
 * <ul>
 *   <li>{@code to: bus:inbound} takes an {@link io.serai.event.Inbound} and returns a {@link
 *       Receipt} when it is durable.
 *   <li>{@code from: bus:inbound} gives each customer's message once, as an {@link Arrival}; one
 *       conversation in order, many in parallel.
 *   <li>{@code from: bus:outbound} gives each reply as an {@link io.serai.event.Outgoing}; the
 *       route returns an {@link io.serai.event.Delivery}, or throws if it certainly was not sent.
 * </ul>
 */
@Component("bus")
class BusComponent extends DefaultComponent {

    private final Bus bus;

    BusComponent(Bus bus) {
        this.bus = bus;
    }

    @Override
    protected Endpoint createEndpoint(
            String uri, String remaining, Map<String, Object> parameters) {
        if (!remaining.equals("inbound") && !remaining.equals("outbound")) {
            throw new IllegalArgumentException(
                    "There is no bus:" + remaining + "; use bus:inbound or bus:outbound");
        }
        return new BusEndpoint(uri, this, bus, remaining);
    }
}
