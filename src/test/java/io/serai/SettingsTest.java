package io.serai;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.assignment.AssignmentSettings;
import io.serai.bus.BusSettings;
import io.serai.edge.EdgeSettings;
import io.serai.store.StoreSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Import;
import org.springframework.core.NestedExceptionUtils;

/** A setting that cannot be keeps the hub from starting, and is named. */
class SettingsTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Reduced.class);

    @ParameterizedTest
    @CsvSource({
        "serai.assignment.grace, -5s",
        "serai.bus.partitions, -3",
        "serai.edge.max-body, -1B",
        "serai.edge.max-body-for.voice, -1B",
        "serai.store.start-wait, -1s"
    })
    void nothingIsLessThanZero(String name, String value) {
        assertThat(refusal(name, value)).isEqualTo(name + " can't be less than 0");
    }

    @ParameterizedTest
    @CsvSource({
        "serai.assignment.offer-time, 0s",
        "serai.bus.in-flight, 0",
        "serai.bus.call-limit, 0s",
        "serai.edge.max-body, 0B",
        "serai.store.batch, 0",
        "serai.store.timeout, 0s"
    })
    void whatWouldDoNothingIsRefused(String name, String value) {
        int last = name.lastIndexOf('.');

        assertThat(refusal(name, value))
                .startsWith(name.substring(0, last))
                .contains(name.substring(last + 1));
    }

    @Test
    void otherLibrariesSettingsAreTheirs() {
        runner.withPropertyValues("server.port=-1", "serai.assignment.grace=0s")
                .run(context -> assertThat(context).hasNotFailed());
    }

    private String refusal(String name, String value) {
        String[] said = new String[1];
        runner.withPropertyValues(name + "=" + value)
                .run(
                        context ->
                                said[0] =
                                        NestedExceptionUtils.getMostSpecificCause(
                                                        context.getStartupFailure())
                                                .getMessage());
        return said[0];
    }

    @EnableConfigurationProperties({
        AssignmentSettings.class,
        BusSettings.class,
        EdgeSettings.class,
        StoreSettings.class
    })
    @Import(NoNegativeSettings.class)
    static class Reduced {}
}
