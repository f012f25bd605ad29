package io.serai.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogMetersTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(LogMetersTest.class);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LogMeters counting = new LogMeters(meters);

    @Test
    void whatIsLoggedIsCountedByLevelUntilTheHubStops() {
        counting.attach();
        LOG.trace("This line is not logged");
        assertThat(count("trace")).isZero();

        LOG.setLevel(Level.TRACE);
        LOG.trace("This one is, as no line of another test");
        assertThat(count("trace")).isEqualTo(1);

        counting.detach();
        LOG.trace("This one nobody counts");
        assertThat(count("trace")).isEqualTo(1);
    }

    @AfterEach
    void asBefore() {
        LOG.setLevel(null);
    }

    private double count(String level) {
        return meters.find("logback.events").tag("level", level).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
