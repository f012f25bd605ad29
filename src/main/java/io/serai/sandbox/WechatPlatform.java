package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Content;
import io.serai.event.Json;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The platform's API: tokens and sending, with its windows and errcodes; HTTP 200 whatever it is.
 */
@Component("sandboxWechat")
@Profile("sandbox")
public class WechatPlatform {

    private static final int LONGEST_TEXT = 2048;
    private static final Pattern ESCAPED = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\u");

    private final WechatApp app;
    private final WechatTokens tokens;
    private final WechatWindows windows;
    private final WechatPhones phones;

    WechatPlatform(WechatApp app, WechatTokens tokens, WechatWindows windows, WechatPhones phones) {
        this.app = app;
        this.tokens = tokens;
        this.windows = windows;
        this.phones = phones;
    }

    /** {@code GET /cgi-bin/token}. */
    public String token(@Header(Exchange.HTTP_QUERY) @Nullable String query) {
        int code =
                check(
                        parameter(query, "grant_type"),
                        parameter(query, "appid"),
                        parameter(query, "secret"));
        return code == 0 ? issued(tokens.classic()) : error(code);
    }

    /** {@code POST /cgi-bin/stable_token}. */
    public String stableToken(@Body String body) {
        JsonNode json = json(body);
        if (json == null) {
            return error(47001);
        }
        int code =
                check(
                        json.path("grant_type").asText(),
                        json.path("appid").asText(),
                        json.path("secret").asText());
        return code == 0
                ? issued(tokens.stable(json.path("force_refresh").asBoolean()))
                : error(code);
    }

    /** {@code POST /cgi-bin/message/custom/send}. */
    public String send(@Body String body, @Header(Exchange.HTTP_QUERY) @Nullable String query) {
        int code = tokens.check(parameter(query, "access_token"));
        if (code != 0) {
            return error(code);
        }
        JsonNode json = json(body);
        if (json == null || json.path(json.path("msgtype").asText()).isMissingNode()) {
            return error(json == null ? 47001 : 40008);
        }
        if (ESCAPED.matcher(body).find()) {
            return error(40033);
        }
        String text = json.at("/text/content").asText();
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_TEXT) {
            return error(45002);
        }
        String user = json.path("touser").asText();
        code = windows.use(user);
        if (code == 0) {
            phones.show(user, "account", content(json));
        }
        return error(code);
    }

    /**
     * {@code GET /cgi-bin/user/info}. Every follower has a unionid that follows from the openid.
     */
    public String userInfo(@Header(Exchange.HTTP_QUERY) @Nullable String query) {
        int code = tokens.check(parameter(query, "access_token"));
        String user = parameter(query, "openid");
        if (code != 0 || user.isEmpty()) {
            return error(code == 0 ? 40003 : code);
        }
        return Json.write(
                Map.of("subscribe", 1, "openid", user, "language", "zh_CN", "unionid", "u" + user));
    }

    /** {@code POST /cgi-bin/message/custom/typing}. */
    public String typing(@Body String body, @Header(Exchange.HTTP_QUERY) @Nullable String query) {
        int code = tokens.check(parameter(query, "access_token"));
        return error(code == 0 && json(body) == null ? 47001 : code);
    }

    /** Ends every access token, to watch the hub get a new one. */
    public String expire() {
        tokens.expire();
        return "{}";
    }

    private int check(String grantType, String appId, String secret) {
        if (!grantType.equals("client_credential")) {
            return 40002;
        }
        if (!appId.equals(app.appId())) {
            return 40013;
        }
        return secret.equals(app.secret()) ? 0 : 40125;
    }

    private static JsonNode content(JsonNode json) {
        String type = json.path("msgtype").asText();
        JsonNode it = json.path(type);
        Content content =
                switch (type) {
                    case "text" -> new Content.Text(it.path("content").asText());
                    case "image" -> new Content.Image(null, it.path("media_id").asText(), 0, 0);
                    case "voice" ->
                            new Content.Voice(null, it.path("media_id").asText(), null, null);
                    case "video" ->
                            new Content.Video(
                                    null,
                                    it.path("media_id").asText(),
                                    null,
                                    it.path("title").asText());
                    case "news" -> link(it.at("/articles/0"));
                    case "miniprogrampage" ->
                            new Content.Card(
                                    "mini-program",
                                    it.path("title").asText(),
                                    Map.of("PagePath", it.path("pagepath").asText()));
                    default -> new Content.Unsupported(type, it.toString());
                };
        return Json.MAPPER.valueToTree(content);
    }

    private static Content link(JsonNode article) {
        return new Content.Link(
                article.path("title").asText(),
                article.path("description").asText(),
                article.path("url").asText(),
                article.path("picurl").asText());
    }

    private static String issued(WechatTokens.Issued it) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("access_token", it.token());
        answer.put("expires_in", it.seconds());
        return Json.write(answer);
    }

    private static String error(int code) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("errcode", code);
        answer.put("errmsg", code == 0 ? "ok" : "refused by the sandbox rid: 5a4d-" + code);
        return Json.write(answer);
    }

    private static @Nullable JsonNode json(String body) {
        try {
            return Json.read(body, JsonNode.class);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String parameter(@Nullable String query, String name) {
        Matcher found =
                Pattern.compile("(?:^|&)" + name + "=([^&]*)").matcher(query == null ? "" : query);
        return found.find() ? found.group(1) : "";
    }
}
