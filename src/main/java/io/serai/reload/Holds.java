package io.serai.reload;

import io.serai.edge.Gate;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.cxf.jaxws.CxfEndpoint;
import org.apache.camel.component.direct.DirectEndpoint;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Lets callers of routes wait while these are swapped. */
final class Holds {

    private final CamelContext camel;
    private final @Nullable Gate gate;
    private final Duration drain;
    private final String soap;

    /**
     * @param soap the path below which the SOAP services are
     */
    Holds(CamelContext camel, @Nullable Gate gate, Duration drain, String soap) {
        this.camel = camel;
        this.gate = gate;
        this.drain = drain;
        this.soap = soap;
    }

    /** Holds what feeds the routes, after what is under way in them is done. */
    Hold hold(List<Route> routes) {
        Set<String> paths = new TreeSet<>();
        Set<String> directs = new TreeSet<>();
        for (Route route : routes) {
            Endpoint from = route.getEndpoint();
            if (from instanceof PlatformHttpEndpoint http) {
                paths.add(http.getPath());
            } else if (from instanceof CxfEndpoint service && service.getAddress() != null) {
                paths.add(soap + service.getAddress());
            } else if (from instanceof DirectEndpoint direct) {
                directs.add(References.target(direct.getEndpointUri()));
            }
        }
        Hold hold = new Hold(new ArrayDeque<>());
        if (gate != null && !paths.isEmpty()) {
            hold.releases.push(gate.hold(paths)::close);
        }
        if (camel.hasComponent("direct") instanceof SwappableDirect component) {
            for (String name : directs) {
                component.hold(name, drain);
                hold.releases.push(() -> component.release(name));
            }
        }
        if (gate != null && paths.isEmpty()) {
            gate.hold(paths).close(); // what they have said is forgotten at the door, too
        }
        return hold;
    }

    /** Held until closed. */
    record Hold(Deque<Runnable> releases) implements AutoCloseable {

        @Override
        public void close() {
            releases.forEach(Runnable::run);
        }
    }
}
