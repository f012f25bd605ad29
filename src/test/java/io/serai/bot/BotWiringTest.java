package io.serai.bot;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

import java.util.Arrays;

/** The bot's beans and the shipped settings fit together. */
class BotWiringTest {

    private final ApplicationContextRunner spring =
            new ApplicationContextRunner()
                    .withInitializer(new ConfigDataApplicationContextInitializer())
                    .withUserConfiguration(Bot.class)
                    .withBean(CamelContext.class, DefaultCamelContext::new)
                    .withBean(MeterRegistry.class, SimpleMeterRegistry::new);

    @Configuration
    @ComponentScan
    @ConfigurationPropertiesScan
    static class Bot {}

    @Test
    void everyListedPluginIsABeanOrAShippedRoute() {
        spring.run(
                context -> {
                    BotSettings settings = context.getBean(BotSettings.class);
                    Replies replies = Live.loaded(context.getBean(Replies.class));
                    Live.loaded(context.getBean(FaqPlugin.class));

                    Verdict verdict =
                            context.getBean(BotPipeline.class).answer(Turns.saying("怎么开发票"));

                    assertThat(settings.ranks())
                            .extracting(
                                    rank -> rank.stream().map(BotSettings.Plugin::name).toList())
                            .hasSize(4);
                    assertThat(Turns.text(verdict)).contains("税号");
                    assertThat(replies.status("PAID", "zh")).isNotEqualTo("PAID");
                });
    }

    @Test
    void aMistakeInTheSettingsNamesTheKey() {
        for (String[] wrong :
                new String[][] {
                    {"serai.bot.plugins[0].threshold=2", "threshold of handover"},
                    {"serai.bot.misses=0", "serai.bot.misses"},
                    {"serai.bot.orders.patterns=E(", "serai.bot.orders.patterns"},
                    {"serai.bot.plugins[1].name=handover", "names handover twice"}
                }) {
            String[] settings =
                    wrong[0].startsWith("serai.bot.plugins")
                            ? new String[] {
                                "serai.bot.plugins[0].name=handover",
                                "serai.bot.plugins[1].name=faq",
                                wrong[0]
                            }
                            : new String[] {wrong[0]};
            spring.withPropertyValues(settings)
                    .run(
                            context ->
                                    assertThat(context)
                                            .as(Arrays.toString(wrong))
                                            .getFailure()
                                            .hasStackTraceContaining(wrong[1]));
        }
    }
}
