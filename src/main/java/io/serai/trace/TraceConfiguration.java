package io.serai.trace;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.serai.event.Spans;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.actuate.autoconfigure.observation.ObservationRegistryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Decides when the hub starts, not when it is packaged, so that the same jar does either. Spring
 * Boot's own tracing would be set up, or left out, for good by {@code -Paot}; and it ties a trace
 * to a thread, while here it goes with the message, over threads, the store and Kafka.
 */
@Configuration(proxyBeanMethods = false)
class TraceConfiguration {

    @Bean(destroyMethod = "close")
    SpanSource spans(
            TracingSettings settings,
            @Value("${serai.node.name:}") String node,
            MeterRegistry meters) {
        return settings.on()
                ? OtlpSpans.to(settings, node, meters)
                : (kind, name, traceparent) -> Spans.NONE.begin(kind, name, traceparent);
    }

    @Bean
    ObservationRegistryCustomizer<ObservationRegistry> callsAsSpans(
            TracingSettings settings, SpanSource spans) {
        return registry -> {
            if (settings.on()) {
                registry.observationConfig().observationHandler(new CallSpans(spans));
            }
        };
    }
}
