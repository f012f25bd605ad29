package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.util.Map;

class SystemsSettingsTest {

    @Test
    void whatIsMissingIsNamedByItsKey() {
        assertThatThrownBy(
                        () ->
                                bound(
                                        Map.of(
                                                "serai.systems.orders.url", "https://o.example",
                                                "serai.systems.orders.auth", "jwt",
                                                "serai.systems.orders.client-id", "hub")))
                .hasRootCauseMessage(
                        "serai.systems.orders.client-secret must be set, because"
                                + " serai.systems.orders.auth is jwt");
        assertThatThrownBy(() -> bound(Map.of("serai.systems.crm.url", "ftp://crm.example")))
                .hasRootCauseMessage(
                        "serai.systems.crm.url must be an http or https URL with a host and without"
                                + " user or query");
    }

    @Test
    void aSystemThatIsNotConnectedNeedsNoCredentialsAndNoSecretIsShown() {
        SystemsSettings settings =
                bound(
                        Map.of(
                                "serai.systems.orders.url", "http://orders.invalid",
                                "serai.systems.orders.auth", "jwt",
                                "serai.systems.orders.client-secret", "s3cret"));

        assertThat(settings.systems())
                .extractingByKey("orders")
                .extracting(SystemSettings::connected)
                .isEqualTo(false);
        assertThat(settings.toString()).doesNotContain("s3cret");
    }

    private static SystemsSettings bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bind("serai", SystemsSettings.class)
                .get();
    }
}
