package io.serai.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One access token per account, shared by all who send.
 *
 * <p>It comes from {@code /cgi-bin/stable_token} without {@code force_refresh}, which gives every
 * node of the hub the same token, and is used until five minutes before it expires. However many
 * send at once, one call is made.
 */
@Component
final class AccessTokens {

    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Duration AT_LEAST = Duration.ofMinutes(1);

    private final WechatAccounts accounts;
    private final Clock clock;
    private final LazyClient http = new LazyClient();
    private final Map<String, Shared> tokens = new ConcurrentHashMap<>();

    private record Token(String value, Instant until) {}

    AccessTokens(WechatAccounts accounts, Clock clock) {
        this.accounts = accounts;
        this.clock = clock;
    }

    /**
     * The account's token.
     *
     * @throws TokenUnavailable if there is none to be had
     */
    String token(String channel, String account) {
        return shared(channel, account).token();
    }

    /**
     * The platform refused this token. It is fetched anew, unless another sender did so already.
     */
    void refused(String channel, String account, String token) {
        shared(channel, account).drop(token);
    }

    private Shared shared(String channel, String account) {
        return tokens.computeIfAbsent(
                channel + "/" + account,
                key -> new Shared(key, accounts.account(channel, account)));
    }

    private final class Shared {

        private final String name;
        private final WechatAccount account;
        private @Nullable Token current;
        private @Nullable CompletableFuture<Token> flight;

        Shared(String name, WechatAccount account) {
            this.name = name;
            this.account = account;
        }

        String token() {
            CompletableFuture<Token> awaited;
            boolean mine = false;
            synchronized (this) {
                if (current != null && clock.instant().isBefore(current.until())) {
                    return current.value();
                }
                if (flight == null) {
                    flight = new CompletableFuture<>();
                    mine = true;
                }
                awaited = flight;
            }
            if (mine) {
                fetch(awaited);
            }
            try {
                return awaited.join().value();
            } catch (CompletionException e) {
                throw e.getCause() instanceof TokenUnavailable unavailable ? unavailable : e;
            }
        }

        synchronized void drop(String token) {
            if (current != null && current.value().equals(token)) {
                current = null;
            }
        }

        private void fetch(CompletableFuture<Token> into) {
            try {
                Token token = call(name, account);
                synchronized (this) {
                    current = token;
                    flight = null;
                }
                into.complete(token);
            } catch (RuntimeException | Error e) {
                synchronized (this) {
                    flight = null;
                }
                into.completeExceptionally(e);
            }
        }
    }

    private Token call(String name, WechatAccount account) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("grant_type", "client_credential");
        request.put("appid", account.appId());
        request.put("secret", account.secret());
        request.put("force_refresh", false);
        byte[] answer;
        try {
            answer =
                    http.get()
                            .post()
                            .uri(account.apiBase() + "/cgi-bin/stable_token")
                            .contentType(MediaType.APPLICATION_JSON)
                            .body(Json.write(request).getBytes(StandardCharsets.UTF_8))
                            .retrieve()
                            .body(byte[].class);
        } catch (RestClientException e) {
            // Its message may quote the answer, so only its kind is told.
            throw new TokenUnavailable(
                    "WeChat gave no access token for " + name + ": " + e.getClass().getSimpleName(),
                    false);
        }
        return read(name, answer == null ? new byte[0] : answer);
    }

    private Token read(String name, byte[] answer) {
        JsonNode json;
        try {
            json = Json.MAPPER.readTree(answer);
        } catch (IOException e) {
            throw new TokenUnavailable("WeChat's token answer for " + name + " is no JSON", false);
        }
        String value = json.path("access_token").asText();
        if (value.isEmpty()) {
            throw refusal(name, json.path("errcode").asInt(), json.path("errmsg").asText());
        }
        Duration lasts = Duration.ofSeconds(json.path("expires_in").asLong()).minus(EARLY);
        Duration used = lasts.compareTo(AT_LEAST) < 0 ? AT_LEAST : lasts;
        LOG.info("Fetched the access token of {}, used for {}", name, used);
        return new Token(value, clock.instant().plus(used));
    }

    private static TokenUnavailable refusal(String name, int code, String message) {
        LOG.error(
                "WeChat refuses an access token for {}: {} {}. Check serai.{}.* and the platform's"
                        + " list of allowed addresses",
                name,
                code,
                message,
                name.replace('/', '.'));
        boolean forGood = code == 40013 || code == 40125 || code == 40001 || code == 40164;
        return new TokenUnavailable(
                "WeChat does not accept this hub's app id, secret or address (" + code + ")",
                forGood);
    }
}
