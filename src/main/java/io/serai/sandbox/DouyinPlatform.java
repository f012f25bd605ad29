package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Content;
import io.serai.event.Json;
import io.serai.sandbox.DouyinMessageId.Origin;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The platform's API: tokens and sending, with its windows and codes. */
@Component("sandboxDouyin")
@Profile("sandbox")
public class DouyinPlatform {

    private static final int LONGEST_TEXT = 1000;

    private final DouyinApp app;
    private final DouyinTokens tokens;
    private final DouyinEvents events;
    private final DouyinPush push;
    private final DouyinPhones phones;
    private final Clock clock;
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();

    DouyinPlatform(
            DouyinApp app,
            DouyinTokens tokens,
            DouyinEvents events,
            DouyinPush push,
            DouyinPhones phones,
            Clock clock) {
        this.app = app;
        this.tokens = tokens;
        this.events = events;
        this.push = push;
        this.phones = phones;
        this.clock = clock;
    }

    /** Answers a call under {@code /oauth/}; the last part of the path names it. */
    public String oauth(
            @Body String body, @Header("CamelHttpServletRequest") HttpServletRequest request) {
        String[] path = request.getRequestURI().split("/");
        return tokens.answer(path[path.length - 1], body);
    }

    /** Ends all access tokens, so that one can watch the hub get a new one. */
    public String expire() {
        tokens.expireAll();
        return "{}";
    }

    /** {@code POST /im/send/msg/?open_id=…}. */
    public String send(
            @Body String body,
            @Header(Exchange.HTTP_QUERY) @Nullable String query,
            @Header("CamelHttpServletRequest") HttpServletRequest request) {
        // Not among the headers the edge lets into a route: it is the platform's, not the hub's.
        String token = request.getHeader("access-token");
        int code = tokens.judge(token == null ? "" : token);
        if (code != 0) {
            return answer(code, "access_token过期,请刷新或重新授权", null);
        }
        if (query == null || !query.equals("open_id=" + app.operator())) {
            return answer(28001015, "open_id与token不匹配", null);
        }
        try {
            return taken(Json.read(body, ObjectNode.class));
        } catch (IllegalArgumentException e) {
            return answer(28001007, "参数不合法", null);
        }
    }

    private String taken(ObjectNode send) {
        String user = send.path("to_user_id").asText();
        String quoted = send.path("msg_id").asText();
        DouyinMessageId id = DouyinMessageId.read(quoted);
        boolean entered = send.path("scene").asText().equals("im_enter_direct_msg");
        Origin wanted = entered ? Origin.ENTERED : Origin.WRITTEN;
        if (id == null
                || id.origin() != wanted
                || !id.user().equals(user)
                || !DouyinEvents.conversation(user).equals(send.path("conversation_id").asText())) {
            return answer(28003082, "消息不匹配", null);
        }
        Duration window = entered ? Duration.ofSeconds(30) : Duration.ofHours(24);
        if (clock.instant().isAfter(id.at().plus(window))) {
            return answer(28003081, "上条消息已经超过" + (entered ? "30秒" : "24小时"), null);
        }
        Content content = shown(send.path("content"));
        if (content == null) {
            return answer(28001038, "内容不合法", null);
        }
        if (answers.merge(quoted, 1, Integer::sum) > (entered ? 3 : 6)) {
            return answer(28003070, "超出频控限制次数", null);
        }
        return delivered(user, content);
    }

    private String delivered(String user, Content content) {
        Instant now = clock.instant();
        String id = DouyinMessageId.next(Origin.SENT, user, now).text();
        phones.show(user, "account", Json.MAPPER.valueToTree(content));
        push.push(events.echoed(user, id, content, now));
        return answer(0, "", id);
    }

    private static @Nullable Content shown(JsonNode content) {
        return switch (content.path("msg_type").asInt()) {
            case 1 -> text(content.path("text").path("text").asText());
            case 2 ->
                    new Content.Image(null, content.path("image").path("media_id").asText(), 0, 0);
            case 3 ->
                    new Content.Video(
                            null, content.path("video").path("item_id").asText(), null, null);
            default -> null;
        };
    }

    private static @Nullable Content text(String text) {
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            return null;
        }
        return new Content.Text(text);
    }

    private String answer(int code, String description, @Nullable String messageId) {
        ObjectNode answer = Json.MAPPER.createObjectNode();
        answer.putObject("extra")
                .put("error_code", code)
                .put("description", description)
                .put("sub_error_code", 0)
                .put("sub_description", "")
                .put("now", clock.instant().getEpochSecond())
                .put("logid", "sandbox");
        answer.putObject("data").put("error_code", code).put("description", description);
        if (messageId != null) {
            answer.put("msg_id", messageId);
        }
        return Json.write(answer);
    }
}
