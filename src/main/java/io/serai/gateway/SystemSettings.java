package io.serai.gateway;

import io.serai.edge.Destinations;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How one business system is reached: {@code serai.systems.<name>.*}. Times are such as {@code 2s}
 * or {@code 500ms}.
 *
 * @param url where it is, without a trailing slash, and by what it starts with how it is spoken to;
 *     a host ending in {@code .invalid} means it is not connected yet
 * @param auth how the hub says who it is
 * @param clientId of the hub, where a token is had by OAuth 2.0
 * @param clientSecret the same
 * @param tokenPath the same: where under {@code url} tokens are had
 * @param oauth more about such tokens
 * @param username for {@code auth: basic}, and the WS-Security UsernameToken of SOAP systems
 * @param password the same
 * @param wsSecurity for SOAP systems: whether requests carry a WS-Security UsernameToken
 * @param apiKey for {@code auth: api-key}
 * @param apiKeyHeader for {@code auth: api-key}: the header it goes in
 * @param connectTimeout the longest a connection may take
 * @param timeout the longest the system may be silent during a call
 * @param connections the most connections held open to it
 * @param bulkhead the most calls to it under way at a time
 * @param queueFor the longest a call waits for its turn when there are so many, or for the rate
 * @param rate the most calls to it in a second; 0 for no limit
 * @param perCaller the most calls to it under way for one customer, or one login
 * @param retries how often a call that only reads is repeated when it failed in a way that may pass
 * @param zone for databases: what a time without a zone means
 * @param cacheTtl how long an answer is used again without asking
 * @param missTtl the same for the answer that there is no such thing
 * @param revalidateFor how long after that it is still given at once, while one call in the
 *     background renews it
 * @param staleFor how long the last answer is shown when the system does not answer
 * @param patience the longest anyone waits for an answer, all retries included; less if the message
 *     leaves less. The call ends when the last who waits for it has gone
 * @param breaker when the hub stops asking
 */
public record SystemSettings(
        @DefaultValue("http://unset.invalid") URI url,
        @DefaultValue("none") Auth auth,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("/auth/token") String tokenPath,
        @DefaultValue OAuth oauth,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("none") WsSecurity wsSecurity,
        @DefaultValue("") String apiKey,
        @DefaultValue("X-API-Key") String apiKeyHeader,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("2s") Duration timeout,
        @DefaultValue("20") int connections,
        @DefaultValue("20") int bulkhead,
        @DefaultValue("500ms") Duration queueFor,
        @DefaultValue("0") int rate,
        @DefaultValue("8") int perCaller,
        @DefaultValue("2") int retries,
        @DefaultValue("Asia/Shanghai") ZoneId zone,
        @DefaultValue("30s") Duration cacheTtl,
        @DefaultValue("5s") Duration missTtl,
        @DefaultValue("0s") Duration revalidateFor,
        @DefaultValue("1h") Duration staleFor,
        @DefaultValue("2500ms") Duration patience,
        @DefaultValue Breaker breaker) {

    /** How the hub says who it is. */
    enum Auth {
        NONE,
        BASIC,
        API_KEY,
        /** A token had by the OAuth 2.0 client-credentials grant. */
        JWT,
        /** The same, or had by a refresh token if there is one. */
        OAUTH2
    }

    /** How a SOAP request says who the hub is. */
    enum WsSecurity {
        NONE,
        /** The password as it is, so only by https. */
        TEXT,
        /** A digest of the password, a nonce and the time. */
        DIGEST
    }

    /** Where the token endpoint finds the client's credentials. */
    enum ClientAuth {
        POST,
        BASIC
    }

    /**
     * How tokens are had.
     *
     * @param tokenUrl where, if it is not {@code token-path} under the system's own {@code url}
     * @param client where the client's credentials go: in the form, or as HTTP Basic
     * @param scope asked for; empty: whatever the system gives
     * @param refreshToken the first one; its successors are kept in the store. Empty: the
     *     client-credentials grant
     */
    record OAuth(
            @Nullable URI tokenUrl,
            @DefaultValue("post") ClientAuth client,
            @DefaultValue("") String scope,
            @DefaultValue("") String refreshToken) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "OAuth[" + tokenUrl + "]";
        }
    }

    /** What to look at when there is no token, in words for the long form and the short one. */
    String tokenKeys() {
        return oauth.refreshToken.isEmpty()
                ? "client id, client secret and token path"
                : "refresh token, client id and client secret, and authorise the hub anew";
    }

    /**
     * When the hub stops asking a system that keeps failing.
     *
     * @param failureRate the percentage of failed calls that opens it
     * @param window over how many of the last calls
     * @param minimumCalls before so many calls it stays closed
     * @param openFor how long it lets nothing through
     * @param trialCalls how many calls then try whether the system is back
     */
    record Breaker(
            @DefaultValue("50") float failureRate,
            @DefaultValue("20") int window,
            @DefaultValue("10") int minimumCalls,
            @DefaultValue("10s") Duration openFor,
            @DefaultValue("3") int trialCalls) {}

    /** False until someone says where the system is. */
    boolean connected() {
        return new SystemAddress(url).connected();
    }

    /** Says what is wrong with the settings of this system, or null. */
    @Nullable String complaint(String name) {
        String key = "serai.systems." + name + ".";
        String address = new SystemAddress(url).complaint(key + "url");
        if (address != null) {
            return address;
        }
        if (bulkhead < 1 || perCaller < 1 || rate < 0 || retries < 0 || queueFor.isNegative()) {
            return key
                    + "bulkhead and per-caller must be at least 1, rate, retries and queue-for at"
                    + " least 0";
        }
        if (connections < 1
                || !Stream.of(connectTimeout, timeout, patience).allMatch(SystemSettings::isWait)) {
            return key
                    + "connections must be at least 1, connect-timeout, timeout and patience more"
                    + " than 0 and at most a day";
        }
        if (!connected()) {
            return null;
        }
        if ((auth == Auth.JWT || auth == Auth.OAUTH2) && !url.getScheme().startsWith("http")) {
            return key + "auth must be none, basic or api-key for a url that is not http";
        }
        String unfit = unfit(url);
        if (unfit != null) {
            return key + "url: " + unfit;
        }
        String tokens = tokensComplaint(key);
        if (tokens != null) {
            return tokens;
        }
        if (wsSecurity != WsSecurity.NONE && (username.isBlank() || password.isBlank())) {
            return key
                    + "username and "
                    + key
                    + "password must be set, because "
                    + key
                    + "ws-security is "
                    + wsSecurity.name().toLowerCase(Locale.ROOT);
        }
        return switch (auth) {
            case NONE -> null;
            case BASIC -> missing(key, "basic", "username", username, "password", password);
            case API_KEY -> missing(key, "api-key", "api-key", apiKey, "api-key", apiKey);
            case JWT, OAUTH2 ->
                    missing(
                            key,
                            auth == Auth.JWT ? "jwt" : "oauth2",
                            "client-id",
                            clientId,
                            "client-secret",
                            clientSecret);
        };
    }

    private @Nullable String tokensComplaint(String key) {
        URI given = oauth.tokenUrl;
        if (!tokenPath.startsWith("/")) {
            return key + "token-path must begin with /";
        }
        if (given == null) {
            return null;
        }
        if (!new SystemAddress(given).kind().startsWith("http")) {
            return key + "oauth.token-url must be an http or https URL";
        }
        String unfit = unfit(given);
        return unfit == null ? null : key + "oauth.token-url: " + unfit;
    }

    private static @Nullable String unfit(URI url) {
        try {
            for (String host : new SystemAddress(url).hosts()) {
                SystemAddress.DESTINATIONS.check("http://" + host);
            }
            return null;
        } catch (Destinations.Forbidden e) {
            return e.getMessage();
        }
    }

    /** A longer one the clients cannot count, and no call would be made. */
    private static boolean isWait(Duration time) {
        return time.isPositive() && time.compareTo(Duration.ofDays(1)) <= 0;
    }

    private static @Nullable String missing(
            String key, String auth, String a, String first, String b, String second) {
        String absent = first.isBlank() ? a : second.isBlank() ? b : null;
        return absent == null
                ? null
                : key + absent + " must be set, because " + key + "auth is " + auth;
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "SystemSettings[" + url + ", auth " + auth + ", timeout " + timeout + "]";
    }
}
