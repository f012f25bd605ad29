package io.serai.gateway.crm;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.gateway.ContractException;
import io.serai.gateway.SystemReply;

import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Signs calls to WeCom: the access token goes into the URL here, on the request itself, so that no
 * exchange, log or trace has it. However many calls need a token, it is fetched once; the platform
 * gives every node the same one while it is good. Answered that it is not ({@code errcode} 40014 or
 * 42001, with HTTP 200), a new one is fetched and the call repeated, once.
 */
final class WecomHttp implements ExecChainHandler {

    private static final Logger LOG = LoggerFactory.getLogger(WecomHttp.class);
    private static final Duration EARLY = Duration.ofMinutes(5);

    /** In seconds, whatever the answer says: a token is kept for a minute and for a day at most. */
    private static final long SHORTEST_LIFE = EARLY.plusMinutes(1).toSeconds();

    private static final long LONGEST_LIFE = EARLY.plusDays(1).toSeconds();
    private static final int LONGEST_ANSWER = 2 << 20;

    private final WecomSettings settings;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Token current;

    private record Token(String value, Instant until) {

        @Override
        public String toString() {
            return "Token until " + until;
        }
    }

    WecomHttp(WecomSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        String path = Objects.requireNonNull(request.getPath());
        String token = token("", request, scope, chain);
        ClassicHttpResponse response = call(request, path, token, scope, chain);
        if (WecomErrors.token(code(response))) {
            response.close();
            String other = token(token, request, scope, chain);
            response = call(request, path, other, scope, chain);
        }
        return response;
    }

    private static ClassicHttpResponse call(
            ClassicHttpRequest request,
            String path,
            String token,
            ExecChain.Scope scope,
            ExecChain chain)
            throws IOException, HttpException {
        request.setPath(path + (path.contains("?") ? "&" : "?") + "access_token=" + encoded(token));
        ClassicHttpResponse response = chain.proceed(request, scope);
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            byte[] body = EntityUtils.toByteArray(entity, LONGEST_ANSWER);
            response.setEntity(
                    new ByteArrayEntity(body, ContentType.parseLenient(entity.getContentType())));
        }
        return response;
    }

    private static int code(ClassicHttpResponse response) throws IOException {
        return json(response).path("errcode").asInt();
    }

    private static JsonNode json(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
        try {
            JsonNode json = Json.MAPPER.readTree(body);
            return json == null ? Json.MAPPER.createObjectNode() : json;
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return Json.MAPPER.createObjectNode();
        }
    }

    /** A token that is believed to be good and is not the refused one. */
    private String token(
            String refused, ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Token held = current;
        if (usable(held, refused)) {
            return Objects.requireNonNull(held).value;
        }
        fetching.lock();
        try {
            held = current;
            if (usable(held, refused)) {
                return Objects.requireNonNull(held).value;
            }
            Token fetched = fetch(request, scope, chain);
            current = fetched;
            return fetched.value;
        } finally {
            fetching.unlock();
        }
    }

    private boolean usable(@Nullable Token held, String refused) {
        return held != null && !held.value.equals(refused) && clock.instant().isBefore(held.until);
    }

    private Token fetch(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        String base = String.valueOf(Objects.requireNonNull(settings.url()).getRawPath());
        ClassicHttpRequest get =
                new BasicClassicHttpRequest(
                        "GET",
                        request.getScheme(),
                        request.getAuthority(),
                        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                                + "/cgi-bin/gettoken?corpid="
                                + encoded(settings.corpId())
                                + "&corpsecret="
                                + encoded(settings.corpSecret()));
        try (ClassicHttpResponse response = chain.proceed(get, scope)) {
            if (response.getCode() == 429 || response.getCode() >= 500) {
                throw SystemReply.passing(response.getCode());
            }
            JsonNode answer = json(response);
            int code = answer.path("errcode").asInt();
            if (code != 0) {
                LOG.warn("WeCom gives no token: {} {}", code, answer.path("errmsg").asText());
                throw WecomErrors.failure(code);
            }
            String value = answer.path("access_token").asText("");
            if (value.isEmpty()) {
                throw new ContractException("it answered the token request with no access_token");
            }
            long seconds =
                    Math.clamp(answer.path("expires_in").asLong(), SHORTEST_LIFE, LONGEST_LIFE);
            return new Token(value, clock.instant().plusSeconds(seconds).minus(EARLY));
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
