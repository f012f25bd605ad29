package io.serai.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.nio.file.Path;
import java.util.Map;

/** Routes that name a system whose connections become others. */
class LiveConnectionsTest {

    private static volatile Map<String, String> connections = Map.of();

    @TempDir Path home;

    @Configuration(proxyBeanMethods = false)
    static class Connecting {

        @Bean
        ExpandedRoutes connecting() {
            return new ExpandedRoutes() {
                @Override
                public Map<Path, String> routes() {
                    return Map.of();
                }

                @Override
                public Map<String, String> connections() {
                    return connections;
                }
            };
        }
    }

    @Test
    void theyAreSwappedAndNoOthers() throws Exception {
        connections = Map.of("club", "club 1", "stock", "stock 1");
        try (Hub hub = new Hub(home, Connecting.class)) {
            hub.save("connectors/ask-action.kamelet.yaml", ASK);
            hub.save("routes/club.camel.yaml", asking("club"));
            hub.save("routes/stock.camel.yaml", asking("stock"));
            hub.start();
            Route club = hub.camel().getRoute("club");
            Route stock = hub.camel().getRoute("stock");

            connections = Map.of("club", "club 2", "stock", "stock 1");

            await().until(() -> hub.camel().getRoute("club") != club);
            await().untilAsserted(() -> assertThat(hub.ask("club")).isEqualTo("asked club"));
            assertThat(hub.camel().getRoute("stock")).isSameAs(stock);
        }
    }

    private static String asking(String system) {
        return """
        - route:
            id: %1$s
            description: Asks for a test.
            from:
              uri: direct:%1$s
              steps:
                - to:
                    uri: kamelet:ask-action
                    parameters:
                      system: %1$s
        """
                .formatted(system);
    }

    private static final String ASK =
            """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: ask-action
              labels:
                camel.apache.org/kamelet.type: action
            spec:
              definition:
                title: Ask
                description: Asks.
                type: object
                required: [system]
                properties:
                  system:
                    title: System
                    description: Which.
                    type: string
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setBody:
                        constant: "asked {{system}}"
            """;
}
