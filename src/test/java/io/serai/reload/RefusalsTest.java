package io.serai.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.Beside;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** How refused files are counted. */
@Beside
class RefusalsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Refusals refusals = new Refusals(Clock.systemUTC(), meters);

    /** What begins with 1 has not risen, as Prometheus sees it: nobody would be told. */
    @Test
    void theCounterIsThereBeforeTheFirstFileIsRefused() {
        refusals.set("routes", Map.of());
        double before = counted();

        refusals.set("routes", Map.of(new Problem(Path.of("a.camel.yaml"), 3, "no"), true));

        assertThat(before).isZero();
        assertThat(counted()).isEqualTo(1);
    }

    private double counted() {
        return meters.get("serai.reload.refused").tag("folder", "routes").counter().count();
    }
}
