package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ftp://crm.example                       | must start with http, https, jdbc:postgresql, jdbc:mariadb, mongodb, mongodb+srv, grpc or grpcs and name a host
                    http:///x                               | must start with http, https, jdbc:postgresql, jdbc:mariadb, mongodb, mongodb+srv, grpc or grpcs and name a host
                    http://user:s3cret@crm.example          | must be an http or https URL with a host and without user or query
                    http://crm.example?key=s3cret           | must be an http or https URL with a host and without user or query
                    jdbc:postgresql://db.example            | must name a host and a database; username and password are settings of their own
                    jdbc:mariadb://db.example/x?password=s3 | must name a host and a database; username and password are settings of their own
                    mongodb://u:s3cret@db.example/x         | must name a host and a database; username and password are settings of their own
                    jdbc:mysql://db.example/x               | of a MySQL server starts with jdbc:mariadb: too
                    grpc://stock.example:1/path             | must be grpc://host:port
                    """)
    void aUrlThatCannotBeIsNamedByItsKeyAndNotShown(String url, String problem) {
        assertThatThrownBy(() -> bound(Map.of("serai.systems.crm.url", url)))
                .hasRootCauseMessage("serai.systems.crm.url " + problem)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    token-path      | token                   | token-path must begin with /
                    oauth.token-url | ftp://t.example         | oauth.token-url must be an http or https URL
                    oauth.token-url | http://169.254.169.254/ | oauth.token-url: its host is at a link-local, metadata or reserved address
                    """)
    void whereTokensAreHadIsLookedAtBeforeTheFirstIsNeeded(
            String setting, String value, String problem) {
        assertThatThrownBy(
                        () ->
                                bound(
                                        Map.of(
                                                "serai.systems.crm.url",
                                                "https://crm.example",
                                                "serai.systems.crm." + setting,
                                                value)))
                .hasRootCauseMessage("serai.systems.crm." + problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db.example:5432/x?sslmode=verify-full",
                "jdbc:mariadb://one.example,two.example/x",
                "mongodb://one.example:27017,two.example:27017/x?replicaSet=rs0",
                "grpcs://stock.example:443"
            })
    void aUrlSaysHowASystemIsSpokenTo(String url) {
        SystemsSettings settings =
                bound(
                        Map.of(
                                "serai.systems.a.url",
                                url,
                                "serai.systems.b.url",
                                url.replace(".example", ".invalid")));

        assertThat(settings.systems().get("a").connected()).isTrue();
        assertThat(settings.systems().get("b").connected()).isFalse();
    }

    @Test
    void tokensAreOnlyForHttp() {
        assertThatThrownBy(
                        () ->
                                bound(
                                        Map.of(
                                                "serai.systems.a.url", "grpc://a.example:1",
                                                "serai.systems.a.auth", "jwt")))
                .hasRootCauseMessage(
                        "serai.systems.a.auth must be none, basic or api-key for a url that is not"
                                + " http");
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
