package io.serai.gateway.crm;

import static io.serai.gateway.crm.SalesforceOrg.ZHANG;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.Command;
import io.serai.event.Json;
import io.serai.gateway.Answer;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.gateway.Hub;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The three ways to a token. */
class SalesforceLoginTest {

    private SalesforceOrg org;

    @BeforeEach
    void start() throws Exception {
        org = new SalesforceOrg();
    }

    @AfterEach
    void stop() {
        org.close();
    }

    private Map<String, String> loginWith(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.salesforce.url", org.server.url());
        settings.put("serai.systems.salesforce.client-id", "3MVG9FAKE");
        more.forEach((key, value) -> settings.put("serai.systems.salesforce." + key, value));
        org.then(Reply.json(200, ZHANG));
        try (Hub hub =
                new Hub(
                        List.of("routes/systems/salesforce.camel.yaml"),
                        settings,
                        (camel, clock) ->
                                SalesforceBeans.bind(
                                        camel, settings, new SimpleMeterRegistry(), clock))) {
            Answer answer = hub.ask("direct:system.salesforce.contact", "zhangsan@example.cn");
            assertThat(answer.state()).isEqualTo(Answer.State.FRESH);
        }
        return Arrays.stream(org.logins().getFirst().body().split("&"))
                .map(it -> it.split("=", 2))
                .collect(
                        Collectors.toMap(
                                it -> it[0],
                                it -> URLDecoder.decode(it[1], StandardCharsets.UTF_8)));
    }

    @Test
    void withClientCredentials() throws Exception {
        assertThat(loginWith(Map.of("client-secret", "FAKESECRET")))
                .containsEntry("grant_type", "client_credentials")
                .containsEntry("client_secret", "FAKESECRET");
    }

    @Test
    void withARefreshToken() throws Exception {
        assertThat(loginWith(Map.of("refresh-token", "5AepFAKE")))
                .containsEntry("grant_type", "refresh_token")
                .containsEntry("refresh_token", "5AepFAKE")
                .doesNotContainKey("client_secret");
    }

    @Test
    void withAJwtThatTheAppsKeySigned(@TempDir Path folder) throws Exception {
        Path keystore = folder.resolve("hub.p12");
        Command.run(
                Command.ofJdk("keytool"),
                "-genkeypair",
                "-alias",
                "hub",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=hub",
                "-keystore",
                keystore.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit");

        Map<String, String> login =
                loginWith(
                        Map.of(
                                "username",
                                "hub@example.cn",
                                "login-url",
                                org.server.url(),
                                "keystore",
                                keystore.toString(),
                                "keystore-password",
                                "changeit"));

        assertThat(login)
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
                .doesNotContainKey("client_secret");
        String[] jwt = login.get("assertion").split("\\.");
        JsonNode claims = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(jwt[1]));
        assertThat(claims.path("iss").asText()).isEqualTo("3MVG9FAKE");
        assertThat(claims.path("sub").asText()).isEqualTo("hub@example.cn");
        assertThat(claims.path("aud").asText()).isEqualTo(org.server.url());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            keys.load(in, "changeit".toCharArray());
        }
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(keys.getCertificate("hub"));
        signature.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.UTF_8));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
    }

    /** With the first login it would look like a connection that broke. */
    @Test
    void aKeystoreThatCannotBeOpenedIsSaidAtTheStart(@TempDir Path folder) throws Exception {
        Path none = Files.writeString(folder.resolve("hub.p12"), "none");

        for (Path keystore : List.of(none, folder.resolve("away.p12"))) {
            assertThatThrownBy(() -> settings("", "", keystore.toString(), "hub@example.cn"))
                    .hasMessage(
                            "serai.systems.salesforce.keystore must be a PKCS #12 or JKS file with"
                                    + " one key, which keystore-password opens");
        }
    }

    @Test
    void whatIsMissingIsNamedByItsKeyAndNoSecretIsShown() {
        assertThatThrownBy(() -> settings("", "", "", ""))
                .hasMessage(
                        "serai.systems.salesforce.client-secret must be set: there is no keystore"
                                + " and no refresh-token");
        assertThatThrownBy(() -> settings("", "", "hub.p12", ""))
                .hasMessage(
                        "serai.systems.salesforce.username must be set: a keystore means JWT"
                                + " bearer, which needs a user");
        assertThat(settings("s3cret", "", "", "").toString()).doesNotContain("s3cret");
    }

    private static SalesforceSettings settings(
            String secret, String refresh, String keystore, String username) {
        return new SalesforceSettings(
                java.net.URI.create("https://acme.my.salesforce.com"),
                null,
                "3MVG9FAKE",
                secret,
                refresh,
                username,
                keystore,
                "changeit",
                "62.0",
                "");
    }
}
