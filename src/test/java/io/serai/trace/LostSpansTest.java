package io.serai.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Spans;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A collector that takes nothing, and settings that lead nowhere. */
class LostSpansTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void spansThatAreNotTakenAreCountedAndTheNextAreTriedAgain() throws Exception {
        try (Collector collector = new Collector();
                OtlpSpans spans = OtlpSpans.to(settings(collector.url().toString()), "", meters)) {
            collector.status = 400;
            spans.begin(Spans.Kind.CALL, "call away", null).end();
            await().until(() -> counted("lost") == 1);

            collector.status = 200;
            spans.begin(Spans.Kind.CALL, "call orders", null).end();
            await().until(() -> counted("sent") == 1);

            assertThat(collector.named("call orders")).isPresent();
        }
    }

    @Test
    void everySpanIsCountedAlsoWhenMoreEndThanMayWait() throws Exception {
        try (Collector collector = new Collector();
                OtlpSpans spans = OtlpSpans.to(settings(collector.url().toString()), "", meters)) {
            collector.open = new CountDownLatch(1);
            for (int i = 0; i < 5_000; i++) {
                spans.begin(Spans.Kind.CALL, "call " + i, null).end();
            }
            double dropped = counted("dropped");
            collector.open.countDown();

            assertThat(dropped).isBetween(5_000.0 - 2 * CountedQueue.LONGEST, 4_999.0);
            await().until(() -> counted("sent") == 5_000 - dropped);
            assertThat(counted("lost")).isZero();
            assertThat(counted("dropped")).isEqualTo(dropped);
        }
    }

    @Test
    void aTraceThatItsCallerDoesNotRecordIsPassedOnButNotSent() throws Exception {
        String caller = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
        try (Collector collector = new Collector()) {
            try (OtlpSpans spans = OtlpSpans.to(settings(collector.url().toString()), "", meters)) {
                Spans.Span span = spans.begin(Spans.Kind.CALL, "call orders", caller);
                span.end();

                assertThat(span.traceparent())
                        .startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-")
                        .endsWith("-00")
                        .isNotEqualTo(caller);
            }

            assertThat(collector.spans).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    collector:4318              | must be an http or https URL
                    http://me@collector:4318/v1 | without user
                    http://collector:4318       | must have the path, too
                    ftp://collector/v1/traces   | must be an http or https URL
                    """)
    void anEndpointThatIsNoneIsRefusedAtStart(String endpoint, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(endpoint))
                .withMessageStartingWith("serai.tracing.endpoint ")
                .withMessageContaining(words);
    }

    private double counted(String outcome) {
        return meters.counter("serai.trace.spans", "outcome", outcome).count();
    }

    private static TracingSettings settings(String endpoint) {
        return new TracingSettings(endpoint, Map.of(), 1, "serai", Duration.ofSeconds(5));
    }
}
