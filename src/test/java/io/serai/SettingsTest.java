package io.serai;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.assignment.AssignmentSettings;
import io.serai.bus.BusSettings;
import io.serai.edge.EdgeSettings;
import io.serai.store.StoreSettings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Import;
import org.springframework.core.NestedExceptionUtils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A setting that cannot be keeps the hub from starting, and is named; of one that nothing reads it
 * is told.
 */
@ExtendWith(OutputCaptureExtension.class)
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

    @Test
    void aSettingThatNothingReadsIsToldWithItsLine(@TempDir Path folder, CapturedOutput output)
            throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("application.yaml"),
                        """
                        serai:
                          edge:
                            max-bodi: 1MB
                            maxBody: 2MB
                            trusted-proxies: [10.0.0.1, 10.0.0.2]
                          shop: {url: https://shop.example}
                        """);

        try (var context =
                new SpringApplicationBuilder(Reduced.class)
                        .web(WebApplicationType.NONE)
                        .listeners(new UnreadSettings())
                        .initializers(
                                starting -> starting.getEnvironment().getProperty("serai.shop.url"))
                        .run("--spring.config.location=" + file, "--serai.bus.partition=3")) {
            assertThat(context.isActive()).isTrue();
        }

        assertThat(output.getOut().lines().filter(line -> line.contains("is read by nothing")))
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .contains("serai.bus.partition (", "commandLineArgs"),
                        line -> assertThat(line).contains("serai.edge.max-bodi (", "3:15"));
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
