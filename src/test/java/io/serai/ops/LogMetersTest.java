package io.serai.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogMetersTest {

    private static final Logger LOG = LoggerFactory.getLogger(LogMetersTest.class);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LogMeters counting = new LogMeters(meters);

    @Test
    void whatIsLoggedIsCountedByLevelUntilTheHubStops() {
        double before = count("warn");

        counting.attach();
        LOG.warn("This line is a test's");
        LOG.trace("This one is not logged");
        double counted = count("warn") - before;
        counting.detach();
        LOG.warn("This line is a test's, too");

        assertThat(counted).isEqualTo(1);
        assertThat(count("warn") - before).isEqualTo(1);
        assertThat(count("trace")).isZero();
    }

    private double count(String level) {
        return meters.find("logback.events").tag("level", level).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
