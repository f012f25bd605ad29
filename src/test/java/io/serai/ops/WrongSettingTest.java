package io.serai.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is said when a setting keeps the hub from starting. */
@ExtendWith(OutputCaptureExtension.class)
class WrongSettingTest {

    @Test
    void isNamedInOneSentenceAndNotInAStackTrace(CapturedOutput output) {
        assertThatThrownBy(() -> start(Refusal.class)).isNotNull();

        assertThat(output)
                .contains("serai.wechat.main.secret must be set: the AppSecret")
                .doesNotContain("\tat " + Refusal.class.getName());
    }

    @Test
    void whateverElseFailsKeepsItsStackTrace(CapturedOutput output) {
        assertThatThrownBy(() -> start(Fault.class)).isNotNull();

        assertThat(output).contains("Nobody expects this", "\tat " + Fault.class.getName());
    }

    @Test
    void settingsThatAreNoYamlAreNamedByTheirLineAndNotQuoted(
            @TempDir Path folder, CapturedOutput output) throws IOException {
        Path file = folder.resolve("application.yaml");
        Files.writeString(file, "serai:\n  users:\n    mei: {password: \"hidden\n");

        assertThatThrownBy(
                        () ->
                                new SpringApplicationBuilder(Fault.class)
                                        .web(WebApplicationType.NONE)
                                        .properties("spring.config.location=file:" + file)
                                        .run())
                .isNotNull();

        assertThat(output)
                .contains("config/application.yaml, or of another file of settings, is not valid")
                .contains("found unexpected end of stream")
                .doesNotContain("hidden", "\tat org.yaml");
    }

    @Test
    void settingsInAnotherEncodingAreToldWithoutAStackTrace(
            @TempDir Path folder, CapturedOutput output) throws IOException {
        Path file = folder.resolve("application.yaml");
        Files.writeString(file, "serai: {name: 退货}\n", Charset.forName("GBK"));

        assertThatThrownBy(
                        () ->
                                new SpringApplicationBuilder(Fault.class)
                                        .web(WebApplicationType.NONE)
                                        .properties("spring.config.location=file:" + file)
                                        .run())
                .isNotNull();

        assertThat(output).contains("is not UTF-8").doesNotContain("\tat org.yaml");
    }

    private static void start(Class<?> configuration) {
        new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .properties("spring.config.location=optional:classpath:/none/")
                .run()
                .close();
    }

    @Configuration(proxyBeanMethods = false)
    static class Refusal {

        @Bean
        Object account() {
            throw new IllegalStateException(
                    "serai.wechat.main.secret must be set: the AppSecret",
                    new NumberFormatException("what led to it"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Fault {

        @Bean
        Object account() {
            throw new IllegalStateException("Nobody expects this");
        }
    }
}
