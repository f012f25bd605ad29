package io.serai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.mock.env.MockEnvironment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

class NotNeededTest {

    private static final List<String> ALL =
            ImportCandidates.load(
                            org.springframework.boot.autoconfigure.AutoConfiguration.class,
                            NotNeededTest.class.getClassLoader())
                    .getCandidates();

    @Test
    void whatIsLeftOutByItsNameIsReallyThere() {
        assertThat(ALL).containsAll(NotNeeded.SPRING);
    }

    @Test
    void nothingIsLeftOutThatTheSettingsSet() throws IOException {
        String settings = Files.readString(Path.of("config/application.yaml"));
        String components = settings.split("\n {2}component:.*\n")[1].split("\n {2}\\S")[0];
        List<String> set =
                Pattern.compile("(?m)^ {4}([a-z-]+):")
                        .matcher(components)
                        .results()
                        .map(found -> found.group(1).replace("-", ""))
                        .toList();

        List<String> leftOut =
                ALL.stream()
                        .filter(name -> !NotNeeded.isNeeded(name))
                        .map(String::toLowerCase)
                        .toList();

        assertThat(set).contains("kafka", "http", "platformhttp");
        assertThat(leftOut).isNotEmpty();
        assertThat(set)
                .allSatisfy(
                        name ->
                                assertThat(leftOut)
                                        .noneMatch(
                                                each ->
                                                        each.endsWith(
                                                                "."
                                                                        + name
                                                                        + "componentautoconfiguration")));
    }

    @Test
    void aSettingThatNobodyWouldReadIsRefusedByName() {
        MockEnvironment fine = new MockEnvironment();
        fine.setProperty("camel.component.kafka.brokers", "k:9092");
        MockEnvironment idle = new MockEnvironment();
        idle.setProperty("camel.component.seda.queue-size", "9");

        assertThatNoException().isThrownBy(() -> NotNeeded.refuseSettings(fine));
        assertThatThrownBy(() -> NotNeeded.refuseSettings(idle))
                .hasMessageContaining("camel.component.seda is not read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seda", "file", "scheduler", "validator", "xslt"})
    void aComponentWithoutSettingsIsThereAllTheSame(String name) throws IOException {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            assertThat(camel.getComponent(name)).isNotNull();
        }
    }
}
