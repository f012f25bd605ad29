package io.serai.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class StrangersLinesTest {

    private static final Logger LOG = LoggerFactory.getLogger(StrangersLinesTest.class);
    private static final Marker STRANGER = MarkerFactory.getMarker("stranger");

    @Test
    void aStrangerWritesTenLinesOfAKindAndEverybodyElseAsManyAsBefore(CapturedOutput output) {
        StrangersLines lines = new StrangersLines();
        try {
            for (int i = 0; i < 50; i++) {
                LOG.warn(STRANGER, "refused by a door: {}", i);
                LOG.warn(STRANGER, "refused by another: {}", i);
                LOG.warn("of the hub's own: {}", i);
            }
        } finally {
            lines.destroy();
        }

        assertThat(count(output, "refused by a door")).isEqualTo(10);
        assertThat(count(output, "refused by another")).isEqualTo(10);
        assertThat(count(output, "of the hub's own")).isEqualTo(50);
    }

    private static long count(CapturedOutput output, String words) {
        return output.getOut().lines().filter(line -> line.contains(words)).count();
    }
}
