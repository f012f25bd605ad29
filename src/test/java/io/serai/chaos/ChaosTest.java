package io.serai.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.Beside;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/**
 * The chaos proof in its short form: two hubs instead of three and shorter outages. The long one is
 * {@code bench/chaos}.
 */
@Beside
class ChaosTest {

    @TempDir private Path folder;

    @Test
    void killsAndOutagesLoseDoubleAndDisorderNothing() throws Exception {
        Options options =
                Options.parse(
                        "--hubs=2",
                        "--seconds=20",
                        "--rate=15",
                        "--agents=3",
                        "--kill-every=6",
                        "--outage-every=3",
                        "--outage=3");

        Outcome outcome = Chaos.prove(options, folder);

        System.out.println(outcome.table());
        assertThat(outcome.findings()).isEmpty();
    }
}
