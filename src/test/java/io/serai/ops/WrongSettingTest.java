package io.serai.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
