package io.serai.trace;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.serai.event.Spans;
import io.serai.event.Trail;

import java.util.Set;

/**
 * Makes spans of the hub's own observations, which are calls to systems. While one is under way the
 * thread's trail leads through it, so that the system gets it as its parent.
 */
final class CallSpans implements ObservationHandler<Observation.Context> {

    /** What ended well, or was answered no by a system that is well. */
    private static final Set<String> WELL = Set.of("ok", "refused", "released");

    private final Spans spans;

    CallSpans(Spans spans) {
        this.spans = spans;
    }

    private record Open(Spans.Span span, Trail trail) {}

    @Override
    public boolean supportsContext(Observation.Context context) {
        return context.getName() != null && context.getName().startsWith("serai.");
    }

    @Override
    public void onStart(Observation.Context context) {
        Spans.Span span =
                spans.begin(Spans.Kind.CALL, String.valueOf(name(context)), Trail.traceparent());
        context.put(Open.class, new Open(span, Trail.open(null, span.traceparent())));
    }

    private static String name(Observation.Context context) {
        String name = context.getContextualName();
        return name == null ? context.getName() : name;
    }

    @Override
    public void onStop(Observation.Context context) {
        if (!(context.remove(Open.class) instanceof Open open)) {
            return;
        }
        open.trail.close();
        for (KeyValue said : context.getLowCardinalityKeyValues()) {
            open.span.tag("serai." + said.getKey(), said.getValue());
            if ("outcome".equals(said.getKey()) && !WELL.contains(said.getValue())) {
                open.span.fail();
            }
        }
        open.span.end();
    }
}
