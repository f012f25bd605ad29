package io.serai.gateway.crm;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.gateway.ContractException;
import io.serai.gateway.SystemReply;
import io.serai.gateway.TokenSource;

import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Signs calls to WeCom: the access token goes into the URL here, on the request itself, so that no
 * exchange, log or trace has it. However many calls need a token, it is fetched once, and to its
 * end also if none of them can wait so long; the platform gives every node the same one while it is
 * good. Answered that it is not ({@code errcode} 40014 or 42001, with HTTP 200), a new one is
 * fetched and the call repeated, once.
 */
final class WecomHttp implements ExecChainHandler {

    private static final Logger LOG = LoggerFactory.getLogger(WecomHttp.class);
    private static final Duration EARLY = Duration.ofMinutes(5);

    /** In seconds, whatever the answer says: a token is kept for a minute and for a day at most. */
    private static final long SHORTEST_LIFE = EARLY.plusMinutes(1).toSeconds();

    private static final long LONGEST_LIFE = EARLY.plusDays(1).toSeconds();
    private static final int LONGEST_ANSWER = 2 << 20;

    private final WecomSettings settings;
    private final Supplier<CloseableHttpClient> client;
    private final TokenSource tokens;

    /**
     * @param client that fetches tokens
     */
    WecomHttp(WecomSettings settings, Supplier<CloseableHttpClient> client, Clock clock) {
        this.settings = settings;
        this.client = client;
        this.tokens = new TokenSource(this::fetch, clock);
    }

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        String path = Objects.requireNonNull(request.getPath());
        String token = tokens.token();
        ClassicHttpResponse response = call(request, path, token, scope, chain);
        if (WecomErrors.token(code(response))) {
            response.close();
            String other = tokens.insteadOf(token);
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

    /** By the pool of the calls, but not within one of them. */
    private TokenSource.Granted fetch() throws IOException {
        String base = String.valueOf(settings.url());
        HttpGet get =
                new HttpGet(
                        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                                + "/cgi-bin/gettoken?corpid="
                                + encoded(settings.corpId())
                                + "&corpsecret="
                                + encoded(settings.corpSecret()));
        return client.get().execute(get, WecomHttp::read);
    }

    private static TokenSource.Granted read(ClassicHttpResponse response) throws IOException {
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
        long seconds = Math.clamp(answer.path("expires_in").asLong(), SHORTEST_LIFE, LONGEST_LIFE);
        return new TokenSource.Granted(value, Duration.ofSeconds(seconds).minus(EARLY));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
