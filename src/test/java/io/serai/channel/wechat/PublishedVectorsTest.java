package io.serai.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.channel.wechat.WechatAccount.Format;
import io.serai.channel.wechat.WechatAccount.Mode;
import io.serai.event.Inbound;
import io.serai.event.Json;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** The vectors that Tencent's documents and other SDKs publish. */
class PublishedVectorsTest {

    private static final String FILE = "wechat-published-vectors.json";
    private static final String ANY_KEY = "A".repeat(43);

    static Stream<Arguments> vectors() {
        return Vectors.samples(FILE).map(it -> Arguments.of(Named.of(it.get("name").asText(), it)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void comesOutAsPublished(JsonNode it) throws Exception {
        switch (it.get("type").asText()) {
            case "url-verify" ->
                    assertThat(gate(it, Mode.SAFE).echo(verify(it)))
                            .isEqualTo(it.get("expectResponseBody").asText());
            case "plain" ->
                    assertThat(event(it, Mode.PLAIN, it.get("body").asText()))
                            .isInstanceOf(Inbound.AccountEvent.class);
            case "safe" -> decrypts(it);
            case "wecom-url-verify" ->
                    assertThat(crypto(it, "corpId").decrypt(it.get("echostr").asText()))
                            .isEqualTo(it.get("expectResponseBody").asText());
            case "safe-reply" -> replies(it);
            case "signature" ->
                    assertThat(
                                    crypto(it, "")
                                            .sign(
                                                    text(it, "timestamp"),
                                                    text(it, "nonce"),
                                                    text(it, "encrypt")))
                            .isEqualTo(text(it, "msg_signature"));
            default -> throw new AssertionError(it.get("type"));
        }
    }

    private static void decrypts(JsonNode it) throws Exception {
        String body = it.has("xml") ? text(it, "xml") : Json.write(it.get("body"));

        Gate.Opened opened =
                gate(it, Mode.SAFE).open(safe(it), body.getBytes(StandardCharsets.UTF_8));

        assertThat(opened.payload().raw()).isEqualTo(it.get("expected").get("message").asText());
    }

    private static void replies(JsonNode it) {
        WechatCrypto crypto = crypto(it, "appid");
        JsonNode reply = it.has("reply") ? it.get("reply") : it;
        boolean nested = it.has("reply");

        String encrypt =
                crypto.encrypt(
                        text(it, "plain"), text(it, "random16").getBytes(StandardCharsets.UTF_8));

        assertThat(encrypt).isEqualTo(text(reply, nested ? "Encrypt" : "encrypt"));
        assertThat(
                        crypto.sign(
                                text(reply, nested ? "TimeStamp" : "timestamp"),
                                text(reply, nested ? "Nonce" : "nonce"),
                                encrypt))
                .isEqualTo(text(reply, nested ? "MsgSignature" : "msg_signature"));
    }

    @Test
    void refusesToEchoWithoutTheRightSignature() {
        JsonNode it = Vectors.sample(FILE, "wechat-doc-url-verification");

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> gate(it, Mode.SAFE).echo(verify(it).replace("f464", "0464")))
                .satisfies(e -> assertThat(e.reason().status).isEqualTo(403));
    }

    private static Inbound event(JsonNode it, Mode mode, String body) throws Refused {
        String query =
                "signature=%s&timestamp=%s&nonce=%s"
                        .formatted(text(it, "signature"), text(it, "timestamp"), text(it, "nonce"));
        return Normaliser.normalise(
                "wechat",
                "main",
                gate(it, mode).open(query, body.getBytes(StandardCharsets.UTF_8)).payload());
    }

    private static String verify(JsonNode it) {
        return "signature=%s&timestamp=%s&nonce=%s&echostr=%s"
                .formatted(
                        text(it, "signature"),
                        text(it, "timestamp"),
                        text(it, "nonce"),
                        text(it, "echostr"));
    }

    private static String safe(JsonNode it) {
        return "msg_signature=%s&timestamp=%s&nonce=%s&encrypt_type=aes"
                .formatted(text(it, "msg_signature"), text(it, "timestamp"), text(it, "nonce"));
    }

    private static Gate gate(JsonNode it, Mode mode) {
        WechatAccount account =
                Vectors.account(
                        it.has("appid") ? text(it, "appid") : "wx0",
                        text(it, "token"),
                        it.has("encodingAesKey") ? text(it, "encodingAesKey") : ANY_KEY,
                        mode);
        return Vectors.gate(account, Format.AUTO, it.get("timestamp"));
    }

    private static WechatCrypto crypto(JsonNode it, String id) {
        return new WechatCrypto(
                text(it, "token"),
                it.has("encodingAesKey") ? text(it, "encodingAesKey") : ANY_KEY,
                it.has(id) ? text(it, id) : "");
    }

    private static String text(JsonNode it, String name) {
        return it.get(name).asText();
    }
}
