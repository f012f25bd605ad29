package io.serai.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The token a system gives out (OAuth 2.0 client credentials, RFC 6749 section 4.4), kept until it
 * runs out. However many calls need a new one, it is fetched once.
 */
final class TokenSource {

    /** Renewed so long before it runs out that it does not do so on the way. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private static final Duration DEFAULT_LIFE = Duration.ofMinutes(5);
    private static final int LONGEST_REPLY = 1 << 16;

    private final String system;
    private final SystemSettings settings;
    private final CloseableHttpClient client;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Token current;

    TokenSource(String system, SystemSettings settings, CloseableHttpClient client, Clock clock) {
        this.system = system;
        this.settings = settings;
        this.client = client;
        this.clock = clock;
    }

    /** One that is believed to be good. */
    String token() throws IOException {
        Token held = current;
        return held != null && held.good(clock.instant()) ? held.value : insteadOf("");
    }

    /** Another than the refused one: a new one, unless someone has fetched it meanwhile. */
    String insteadOf(String refused) throws IOException {
        fetching.lock();
        try {
            Token held = current;
            if (held != null && !held.value.equals(refused) && held.good(clock.instant())) {
                return held.value;
            }
            Token fetched = fetch();
            current = fetched;
            return fetched.value;
        } finally {
            fetching.unlock();
        }
    }

    private Token fetch() throws IOException {
        HttpPost request = new HttpPost(URI.create(settings.url() + settings.tokenPath()));
        request.setEntity(
                new UrlEncodedFormEntity(
                        List.of(
                                new BasicNameValuePair("grant_type", "client_credentials"),
                                new BasicNameValuePair("client_id", settings.clientId()),
                                new BasicNameValuePair("client_secret", settings.clientSecret())),
                        StandardCharsets.UTF_8));
        request.setHeader("Accept", "application/json");
        return client.execute(request, this::read);
    }

    private Token read(ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        if (status == 429 || status >= 500) {
            throw new TransientException(system + " gave no token: HTTP " + status);
        }
        if (status != 200) {
            throw new ContractException(
                    system
                            + " gave no token: HTTP "
                            + status
                            + "; check serai.systems."
                            + system
                            + ".client-id, client-secret and token-path");
        }
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : entity.getContent().readNBytes(LONGEST_REPLY);
        try {
            JsonNode reply = Json.MAPPER.readTree(body);
            String value = reply.path("access_token").asText("");
            if (!value.isEmpty()) {
                long seconds = reply.path("expires_in").asLong(DEFAULT_LIFE.toSeconds());
                return new Token(value, clock.instant().plusSeconds(seconds));
            }
        } catch (JsonProcessingException e) {
            // Said below, without the text: it may hold a token.
        }
        throw new ContractException(system + " answered the token request with no access_token");
    }

    private static final class Token {

        final String value;
        final Instant goodUntil;

        Token(String value, Instant expires) {
            this.value = value;
            this.goodUntil = expires.minus(MARGIN);
        }

        boolean good(Instant now) {
            return now.isBefore(goodUntil);
        }
    }
}
