package io.serai.reload;

import java.nio.file.Path;
import java.util.Map;

/**
 * Routes that a shorter form stands for. They are validated and swapped as if their text were files
 * among the live routes.
 *
 * <p>Any Spring bean of this type takes part. It is asked at start, and after every change of any
 * live file; usually it is a {@link LiveFolder}, too.
 */
public interface ExpandedRoutes {

    /** The texts by the names problems with them are told by, which end in {@code .camel.yaml}. */
    Map<Path, String> routes();

    /**
     * The systems that routes name, as a Kamelet's parameter {@code system} or by one of their
     * beans, whose connections may become others: each with what is another then. Such a route is
     * swapped, as if it had been edited.
     */
    default Map<String, String> connections() {
        return Map.of();
    }
}
