package io.serai.gateway.crm;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/**
 * What {@code serai.systems.salesforce.*} has besides the settings of every system. Which OAuth 2.0
 * flow is used follows from what is set: a keystore means the JWT bearer flow, a refresh token the
 * refresh flow, and otherwise the client credentials flow.
 *
 * @param url the org's My Domain address, such as {@code https://acme.my.salesforce.com}; unset:
 *     nothing of Salesforce is loaded
 * @param loginUrl where tokens are had, if that is not {@code url}: {@code
 *     https://login.salesforce.com} or {@code https://test.salesforce.com}
 * @param clientId the connected app's consumer key
 * @param clientSecret its secret; for client credentials, and for refresh tokens if the app wants
 *     it
 * @param refreshToken for the refresh flow; the app must not rotate it
 * @param username for JWT bearer: the user in whose name the hub acts
 * @param keystore for JWT bearer: a PKCS #12 or JKS file with exactly one key
 * @param keystorePassword for JWT bearer
 * @param apiVersion the version of the REST API
 * @param contactsEvery how often contacts that changed are read, such as {@code 5m}; unset: never
 */
@ConfigurationProperties("serai.systems.salesforce")
record SalesforceSettings(
        @Nullable URI url,
        @Nullable URI loginUrl,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("") String refreshToken,
        @DefaultValue("") String username,
        @DefaultValue("") String keystore,
        @DefaultValue("") String keystorePassword,
        @DefaultValue("62.0") String apiVersion,
        @DefaultValue("") String contactsEvery) {

    private static final String KEY = "serai.systems.salesforce.";

    /** How the hub gets its token. */
    enum Flow {
        CLIENT_CREDENTIALS,
        JWT_BEARER,
        REFRESH_TOKEN
    }

    SalesforceSettings {
        if (url != null && !String.valueOf(url.getHost()).endsWith(".invalid")) {
            must(clientId, "client-id", "the connected app's consumer key");
            if (!keystore.isBlank()) {
                must(username, "username", "a keystore means JWT bearer, which needs a user");
                must(keystorePassword, "keystore-password", "the keystore needs it");
                mustOpen(keystore, keystorePassword);
            } else if (refreshToken.isBlank()) {
                must(clientSecret, "client-secret", "there is no keystore and no refresh-token");
            }
            if (!apiVersion.matches("[0-9]{2}\\.0")) {
                throw new IllegalArgumentException(KEY + "api-version must be such as 62.0");
            }
        }
    }

    private static void must(String value, String name, String why) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(KEY + name + " must be set: " + why);
        }
    }

    private static void mustOpen(String keystore, String password) {
        try {
            if (KeyStore.getInstance(new File(keystore), password.toCharArray()).size() == 1) {
                return;
            }
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            // Said below: what is behind it may quote the file.
        }
        throw new IllegalArgumentException(
                KEY
                        + "keystore must be a PKCS #12 or JKS file with one key, which"
                        + " keystore-password opens");
    }

    Flow flow() {
        if (!keystore.isBlank()) {
            return Flow.JWT_BEARER;
        }
        return refreshToken.isBlank() ? Flow.CLIENT_CREDENTIALS : Flow.REFRESH_TOKEN;
    }

    /** Where tokens are had. */
    String login() {
        return String.valueOf(loginUrl == null ? url : loginUrl);
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "SalesforceSettings[" + url + ", " + flow() + ", version " + apiVersion + "]";
    }
}
