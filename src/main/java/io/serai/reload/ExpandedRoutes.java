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
}
