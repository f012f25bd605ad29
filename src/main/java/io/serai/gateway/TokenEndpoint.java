package io.serai.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Where a system, or who vouches for it, gives out tokens: OAuth 2.0, RFC 6749. */
final class TokenEndpoint {

    private static final Duration DEFAULT_LIFE = Duration.ofMinutes(5);

    /** Some say "for ever" with a number past the end of all calendars. */
    private static final Duration LONGEST_LIFE = Duration.ofDays(365);

    private static final int LONGEST_REPLY = 1 << 16;

    private final String system;
    private final SystemSettings settings;
    private final CloseableHttpClient client;

    TokenEndpoint(String system, SystemSettings settings, CloseableHttpClient client) {
        this.system = system;
        this.settings = settings;
        this.client = client;
    }

    /**
     * What was given.
     *
     * @param access the token to sign calls with
     * @param life how long it is good
     * @param refresh the refresh token that replaces the one that was used; null if it is still
     *     good
     */
    record Given(String access, Duration life, @Nullable String refresh) {

        TokenSource.Granted granted() {
            return new TokenSource.Granted(access, life);
        }
    }

    /** By the client's own credentials. */
    Given clientCredentials() throws IOException {
        return ask(List.of(pair("grant_type", "client_credentials")));
    }

    /** By a refresh token. */
    Given refresh(String token) throws IOException {
        return ask(List.of(pair("grant_type", "refresh_token"), pair("refresh_token", token)));
    }

    private Given ask(List<NameValuePair> grant) throws IOException {
        SystemSettings.OAuth oauth = settings.oauth();
        HttpPost request =
                new HttpPost(
                        oauth.tokenUrl() == null
                                ? URI.create(settings.url() + settings.tokenPath())
                                : oauth.tokenUrl());
        List<NameValuePair> form = new ArrayList<>(grant);
        if (oauth.client() == SystemSettings.ClientAuth.BASIC) {
            request.setHeader(HttpHeaders.AUTHORIZATION, "Basic " + credentials());
        } else {
            form.add(pair("client_id", settings.clientId()));
            form.add(pair("client_secret", settings.clientSecret()));
        }
        if (!oauth.scope().isEmpty()) {
            form.add(pair("scope", oauth.scope()));
        }
        request.setEntity(new UrlEncodedFormEntity(form, StandardCharsets.UTF_8));
        request.setHeader(HttpHeaders.ACCEPT, "application/json");
        try {
            return client.execute(request, this::read);
        } catch (IOException e) {
            Trouble.tell(e);
            throw e;
        }
    }

    /** Form-encoded before they are joined: RFC 6749 section 2.3.1. */
    private String credentials() {
        String joined =
                URLEncoder.encode(settings.clientId(), StandardCharsets.UTF_8)
                        + ":"
                        + URLEncoder.encode(settings.clientSecret(), StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(joined.getBytes(StandardCharsets.US_ASCII));
    }

    private Given read(ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        if (status == 429 || status >= 500) {
            throw new TransientException(system + " gave no token: HTTP " + status);
        }
        if (status != 200) {
            throw new ContractException(
                    "%s gave no token: HTTP %d; check its %s"
                            .formatted(system, status, settings.tokenKeys()));
        }
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : entity.getContent().readNBytes(LONGEST_REPLY);
        try {
            JsonNode reply = Json.MAPPER.readTree(body);
            String value = reply.path("access_token").asText("");
            if (!value.isEmpty()) {
                long seconds = reply.path("expires_in").asLong(DEFAULT_LIFE.toSeconds());
                String refresh = reply.path("refresh_token").asText("");
                Duration life =
                        Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_LIFE.toSeconds()));
                return new Given(value, life, refresh.isEmpty() ? null : refresh);
            }
        } catch (JsonProcessingException e) {
            // Said below, without the text: it may hold a token.
        }
        throw new ContractException(system + " answered the token request with no access_token");
    }

    private static NameValuePair pair(String name, String value) {
        return new BasicNameValuePair(name, value);
    }
}
