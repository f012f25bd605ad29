package io.serai.reload;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

class SwappableDirectTest {

    private final SwappableDirect direct = new SwappableDirect();
    private final CamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        direct.setTimeout(1);
        camel.addComponent("direct", direct);
        camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:here").setBody(constant("answer"));
                    }
                });
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void nothingIsKeptOfNamesThatStrangersMakeUp() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            camel.getEndpoint("direct:made-up-" + i).createProducer();
        }

        Awaitility.await()
                .untilAsserted(
                        () -> {
                            System.gc();
                            assertThat(direct.lanes()).isLessThan(100);
                        });
    }

    @Test
    void aRouteThatNobodyCalledYetIsHeldForWhoComesThen() {
        direct.hold("here", Duration.ofSeconds(1));
        System.gc();

        CompletableFuture<String> answer =
                CompletableFuture.supplyAsync(
                        () ->
                                camel.createProducerTemplate()
                                        .requestBody("direct:here", "?", String.class));

        Awaitility.await()
                .during(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(5))
                .until(() -> !answer.isDone());
        direct.release("here");
        assertThat(answer).succeedsWithin(Duration.ofSeconds(5)).isEqualTo("answer");
    }
}
