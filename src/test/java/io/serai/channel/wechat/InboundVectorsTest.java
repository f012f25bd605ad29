package io.serai.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.channel.wechat.WechatAccount.Format;
import io.serai.channel.wechat.WechatAccount.Mode;
import io.serai.event.Content;
import io.serai.event.Inbound;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Stream;

/** Every sample of the official account becomes the right event, however it was protected. */
class InboundVectorsTest {

    private static final String FILE = "wechat-oa-inbound.json";

    static Stream<Arguments> samples() {
        return Vectors.samples(FILE)
                .flatMap(
                        sample ->
                                Stream.of(Mode.values())
                                        .map(
                                                mode ->
                                                        Arguments.of(
                                                                Named.of(
                                                                        sample.get("name").asText(),
                                                                        sample),
                                                                mode)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("samples")
    void becomesTheRightEvent(JsonNode sample, Mode mode) throws Exception {
        JsonNode request = sample.get(mode == Mode.PLAIN ? "plainMode" : "safeMode");
        JsonNode body = mode == Mode.COMPAT ? sample.get("compatMode") : request;
        WechatAccount account = Vectors.account(Vectors.file(FILE).get("account"), mode);
        Gate gate = Vectors.gate(account, Format.XML, request.get("query").get("timestamp"));

        Gate.Opened opened = gate.open(Vectors.query(request.get("query")), Vectors.body(body));
        Inbound.Said said = (Inbound.Said) Normaliser.normalise("wechat", "main", opened.payload());

        assertThat(opened.sealed()).isEqualTo(mode != Mode.PLAIN);
        assertThat(opened.payload().raw()).isEqualTo(sample.get("xml").asText());
        assertThat(said.address().user()).isEqualTo(sample.get("from").asText());
        assertThat(said.platformTime())
                .isEqualTo(Instant.ofEpochSecond(sample.get("createTime").asLong()));
        assertThat(said.key()).isEqualTo(key(sample));
        assertThat(said.content()).isEqualTo(content(sample.get("parsed")));
    }

    private static String key(JsonNode sample) {
        JsonNode parsed = sample.get("parsed");
        String time = sample.get("createTime").asText();
        if (sample.get("kind").asText().equals("message")) {
            return parsed.get("MsgId").asText() + ":" + time;
        }
        String what = parsed.path("EventKey").asText() + parsed.path("MsgID").asText();
        return time + ":" + parsed.get("Event").asText() + (what.isEmpty() ? "" : ":" + what);
    }

    /** Read off the sample's fields by hand, without the code under test. */
    private static Content content(JsonNode it) {
        return switch (it.get("MsgType").asText()) {
            case "text" -> new Content.Text(it.get("Content").asText(), text(it, "bizmsgmenuid"));
            case "image" -> new Content.Image(text(it, "PicUrl"), text(it, "MediaId"), 0, 0);
            case "voice" ->
                    new Content.Voice(
                            null, text(it, "MediaId"), text(it, "Format"), text(it, "Recognition"));
            case "video", "shortvideo" ->
                    new Content.Video(null, text(it, "MediaId"), text(it, "ThumbMediaId"), null);
            case "location" -> new Content.Location(31.230416, 121.473701, "上海市黄浦区人民广场（地铁站）2号口");
            case "link" ->
                    new Content.Link(
                            "双11爆款：保温杯 500ml",
                            "限时 8 折 & 满减，点我查看 >",
                            "https://shop.example.cn/item?id=1001&from=wechat",
                            null);
            case "event" -> signal(it);
            default -> throw new AssertionError(it);
        };
    }

    private static Content signal(JsonNode it) {
        String key = text(it, "EventKey");
        var fields = new java.util.LinkedHashMap<String, String>();
        it.properties()
                .forEach(
                        field -> {
                            if (field.getValue().isObject()) {
                                field.getValue()
                                        .properties()
                                        .forEach(
                                                inner ->
                                                        fields.put(
                                                                field.getKey()
                                                                        + "."
                                                                        + inner.getKey(),
                                                                inner.getValue().asText()));
                            } else if (!field.getValue().asText().isEmpty()) {
                                fields.put(field.getKey(), field.getValue().asText());
                            }
                        });
        fields.keySet()
                .removeAll(java.util.Set.of("ToUserName", "FromUserName", "CreateTime", "MsgType"));
        return switch (it.get("Event").asText()) {
            case "subscribe" ->
                    new Content.Signal("subscribe", key == null ? null : "store_sh_001", fields);
            case "unsubscribe" -> new Content.Signal("unsubscribe", null, fields);
            case "SCAN" -> new Content.Signal("scan", "store_sh_001", fields);
            case "LOCATION" -> new Content.Signal("location", null, fields);
            case "CLICK" -> new Content.Signal("menu", "MENU_CONTACT_AGENT", fields);
            case "scancode_waitmsg" -> new Content.Signal("menu", "MENU_SCAN_RETURN", fields);
            case "VIEW", "view_miniprogram" -> new Content.Signal("view", key, fields);
            case "TEMPLATESENDJOBFINISH" -> new Content.Signal("status", "200163836", fields);
            case "kf_create_session" ->
                    new Content.Signal("kf_create_session", "agent01@hubtest", fields);
            case "kf_switch_session" ->
                    new Content.Signal("kf_switch_session", "agent02@hubtest", fields);
            case "kf_close_session" ->
                    new Content.Signal("kf_close_session", "agent02@hubtest", fields);
            case "user_authorization_revoke" -> new Content.Signal("authorize", "201", fields);
            default -> throw new AssertionError(it);
        };
    }

    private static @org.jspecify.annotations.Nullable String text(JsonNode it, String name) {
        return it.has(name) && !it.get(name).asText().isEmpty() ? it.get(name).asText() : null;
    }

    static Stream<Arguments> miniSamples() {
        return Vectors.samples("wechat-miniprogram-kf.json")
                .flatMap(
                        sample ->
                                Stream.of("jsonPlain", "xmlPlain", "jsonSafe", "xmlSafe")
                                        .map(
                                                form ->
                                                        Arguments.of(
                                                                Named.of(
                                                                        sample.get("name").asText(),
                                                                        sample),
                                                                form)));
    }

    @ParameterizedTest(name = "mini program {0} {1}")
    @MethodSource("miniSamples")
    void becomesTheSameEventFromJsonAndXml(JsonNode sample, String form) throws Exception {
        JsonNode account = Vectors.file("wechat-miniprogram-kf.json").get("account");
        boolean safe = form.endsWith("Safe");
        WechatAccount settings = Vectors.account(account, safe ? Mode.SAFE : Mode.PLAIN);
        JsonNode signed = sample.get("jsonSafe").get("query");
        Gate gate = Vectors.gate(settings, Format.AUTO, signed.get("timestamp"));
        JsonNode query = safe ? sample.get(form).get("query") : signed.deepCopy();
        byte[] body =
                safe
                        ? Vectors.body(sample.get(form))
                        : sample.get(form).asText().getBytes(StandardCharsets.UTF_8);
        String wire = Vectors.query(query);
        String raw = safe ? wire : wire.replaceAll("&(encrypt_type|msg_signature)=[^&]*", "");

        Inbound.Said said =
                (Inbound.Said)
                        Normaliser.normalise("wechat-mini", "shop", gate.open(raw, body).payload());

        JsonNode it = sample.get("fields");
        assertThat(said.address().user()).isEqualTo(it.get("FromUserName").asText());
        assertThat(said.key())
                .isEqualTo(
                        it.has("MsgId")
                                ? it.get("MsgId").asText() + ":" + it.get("CreateTime").asText()
                                : it.get("CreateTime").asText() + ":user_enter_tempsession");
        assertThat(said.content()).isEqualTo(miniContent(it));
    }

    private static Content miniContent(JsonNode it) {
        return switch (it.get("MsgType").asText()) {
            case "text" -> new Content.Text(it.get("Content").asText());
            case "image" -> new Content.Image(text(it, "PicUrl"), text(it, "MediaId"), 0, 0);
            case "miniprogrampage" ->
                    new Content.Card(
                            "mini-program",
                            "保温杯 500ml 磨砂黑",
                            java.util.Map.of(
                                    "AppId", "wx1234567890abcdef",
                                    "PagePath", "pages/item/detail?id=1001&from=kf",
                                    "ThumbUrl", "https://mmbiz.qpic.cn/thumb/0",
                                    "ThumbMediaId", "thumbMediaMini0001"));
            case "event" ->
                    new Content.Signal(
                            "enter",
                            it.get("SessionFrom").asText(),
                            java.util.Map.of(
                                    "Event",
                                    "user_enter_tempsession",
                                    "SessionFrom",
                                    it.get("SessionFrom").asText()));
            default -> throw new AssertionError(it);
        };
    }
}
