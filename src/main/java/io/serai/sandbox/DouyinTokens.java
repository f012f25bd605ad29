package io.serai.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The platform's token calls: 15 days for access, 30 for refresh, five renewals, 2 hours for the
 * app.
 */
@Component
@Profile("sandbox")
final class DouyinTokens {

    static final int EXPIRED = 2190008;
    static final int INVALID = 2190002;

    private static final Duration ACCESS = Duration.ofDays(15);
    private static final Duration REFRESH = Duration.ofDays(30);
    private static final int MOST_RENEWALS = 5;

    private final DouyinApp app;
    private final Clock clock;
    private final Map<String, Instant> access = new ConcurrentHashMap<>();
    private final Set<String> dead = ConcurrentHashMap.newKeySet();

    DouyinTokens(DouyinApp app, Clock clock) {
        this.app = app;
        this.clock = clock;
    }

    /** Answers one of the four calls under {@code /oauth/}. */
    String answer(String call, String body) {
        return switch (call) {
            case "client_token" -> client(Json.read(body, ObjectNode.class));
            case "access_token" -> authorised(form(body));
            case "refresh_token" -> refreshed(form(body));
            case "renew_refresh_token" -> renewed(form(body));
            default -> error(10005, "unknown call");
        };
    }

    /** 0 if the token is good, or the platform's code. */
    int judge(String token) {
        if (!token.startsWith("act.")) {
            return INVALID;
        }
        Instant end = access.get(token);
        return end != null && end.isAfter(clock.instant()) ? 0 : EXPIRED;
    }

    /** Ends every access token now, as time would. */
    void expireAll() {
        access.clear();
    }

    private String client(ObjectNode body) {
        if (!body.path("client_secret").asText().equals(app.clientSecret())) {
            return error(10013, "client_secret错误");
        }
        ObjectNode data = data();
        data.put("access_token", "clt." + UUID.randomUUID()).put("expires_in", 7200);
        return success(data);
    }

    private String authorised(Map<String, String> form) {
        return app.clientSecret().equals(form.get("client_secret"))
                ? issue("rft.sandbox")
                : error(10013, "client_secret错误");
    }

    private String refreshed(Map<String, String> form) {
        String refresh = form.getOrDefault("refresh_token", "");
        if (!app.clientKey().equals(form.get("client_key"))) {
            return error(10003, "client_key错误");
        }
        return good(refresh) ? issue(refresh) : error(10010, "refresh_token过期");
    }

    private String renewed(Map<String, String> form) {
        String refresh = form.getOrDefault("refresh_token", "");
        if (!good(refresh)) {
            return error(10010, "refresh_token过期");
        }
        String[] parts = refresh.split("\\.", -1);
        int renewals = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
        if (renewals >= MOST_RENEWALS) {
            return error(10020, "超过刷新次数限制");
        }
        dead.add(refresh);
        ObjectNode data = data();
        data.put("refresh_token", "rft.sandbox." + (renewals + 1))
                .put("expires_in", REFRESH.toSeconds());
        return success(data);
    }

    private boolean good(String refresh) {
        return refresh.matches("rft\\.sandbox(\\.[1-5])?") && !dead.contains(refresh);
    }

    private String issue(String refresh) {
        String token = "act." + UUID.randomUUID();
        access.put(token, clock.instant().plus(ACCESS));
        ObjectNode data = data();
        data.put("access_token", token)
                .put("expires_in", ACCESS.toSeconds())
                .put("open_id", app.operator())
                .put("refresh_token", refresh)
                .put("refresh_expires_in", REFRESH.toSeconds())
                .put("scope", "user_info,im.direct_message");
        return success(data);
    }

    private static ObjectNode data() {
        return Json.MAPPER.createObjectNode().put("description", "").put("error_code", 0);
    }

    private static String success(ObjectNode data) {
        ObjectNode answer = Json.MAPPER.createObjectNode().put("message", "success");
        answer.set("data", data);
        return Json.write(answer);
    }

    private static String error(int code, String description) {
        ObjectNode answer = Json.MAPPER.createObjectNode().put("message", "error");
        answer.putObject("data").put("description", description).put("error_code", code);
        return Json.write(answer);
    }

    private static Map<String, String> form(String body) {
        return Stream.of(body.split("&"))
                .map(field -> field.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(
                        Collectors.toMap(
                                pair -> pair[0],
                                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8),
                                (first, second) -> first));
    }
}
