package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.gateway.FakeSystem.Reply;

import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

class RefreshTokensTest {

    /** It can be read, and is away when it is to be written to. */
    private static final class FailingStore implements KeptTokens {

        private boolean away = true;
        private String saved = "";

        @Override
        public Optional<String> load(String name) {
            return Optional.empty();
        }

        @Override
        public void save(String name, String content) {
            if (away) {
                throw new IllegalStateException("away");
            }
            saved = content;
        }

        @Override
        public <R> R alone(String name, Supplier<R> work) {
            return work.get();
        }
    }

    private static SystemSettings settings(String url) {
        Map<String, String> orders =
                Map.of(
                        "serai.systems.orders.url", url,
                        "serai.systems.orders.auth", "oauth2",
                        "serai.systems.orders.client-id", "hub",
                        "serai.systems.orders.client-secret", "secret",
                        "serai.systems.orders.token-path", "/token");
        SystemsSettings bound =
                new Binder(new MapConfigurationPropertySource(orders))
                        .bind("serai", SystemsSettings.class)
                        .get();
        return bound.systems().get("orders");
    }

    @Test
    void aTokenThatIsGoodOnceIsNotLostWithAStoreThatGoesAwayBeforeItIsKept() throws Exception {
        FailingStore store = new FailingStore();
        try (FakeSystem orders = new FakeSystem();
                CloseableHttpClient client = HttpClients.createDefault()) {
            orders.answers(
                    request ->
                            Reply.json(
                                    200,
                                    "{\"access_token\":\"a\",\"refresh_token\":\"r%d\"}"
                                            .formatted(orders.asked.size())));
            RefreshTokens tokens =
                    new RefreshTokens(
                            "orders",
                            "first",
                            new TokenEndpoint("orders", settings(orders.url()), client),
                            store);
            assertThatThrownBy(tokens::next).hasMessage("away");
            store.away = false;

            tokens.next();

            assertThat(orders.asked.getLast().body()).contains("refresh_token=r1&");
            assertThat(store.saved).contains("\"now\":\"r2\"");
        }
    }
}
