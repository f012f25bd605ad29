package io.serai.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.channel.wechat.Refused.Reason;
import io.serai.channel.wechat.WechatAccount.Format;
import io.serai.channel.wechat.WechatAccount.Mode;
import io.serai.event.Inbound;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Everything that must be refused is refused, and a second delivery is the same event. */
class NegativeVectorsTest {

    private static final String FILE = "wechat-oa-negative.json";
    private static final WechatAccount SAFE =
            Vectors.account(Vectors.file(FILE).get("account"), Mode.SAFE);
    private static final WechatAccount PLAIN =
            Vectors.account(Vectors.file(FILE).get("account"), Mode.PLAIN);

    static Stream<Arguments> refused() {
        return Vectors.samples(FILE)
                .filter(it -> !it.get("expect").asText().equals("dedupe"))
                .filter(it -> !it.get("name").asText().equals("plain-mode-body-tampered"))
                .map(it -> Arguments.of(Named.of(it.get("name").asText(), it)));
    }

    /** The cases left to us to decide are refused too: what the platform never sends. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefused(JsonNode sample) {
        Gate gate = Vectors.gate(SAFE, Format.XML, null);

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> let(gate, sample))
                .satisfies(it -> assertThat(it.reason().status).isBetween(400, 413))
                .satisfies(it -> assertThat(it.reason()).isEqualTo(reason(sample)));
    }

    private static Reason reason(JsonNode sample) {
        String name = sample.get("name").asText();
        return switch (name) {
            case "msg-signature-wrong", "msg-signature-uppercase", "only-plain-signature-valid" ->
                    Reason.SIGNATURE;
            case "msg-signature-missing", "nonce-array-injection" -> Reason.QUERY;
            case "plain-body-when-safe-mode-configured", "encrypt-type-raw" -> Reason.DOWNGRADE;
            case "replay-old-timestamp", "timestamp-not-a-number", "signature-concat-ambiguity" ->
                    Reason.TIMESTAMP;
            case "appid-mismatch", "wrong-aes-key", "padding-byte-out-of-range" -> Reason.CIPHER;
            case "ciphertext-empty" -> Reason.BODY;
            default ->
                    name.startsWith("ciphertext") || name.startsWith("msg-len")
                            ? Reason.CIPHER
                            : Reason.BODY;
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void isTheSameEventAgain(String name) throws Exception {
        Gate gate = Vectors.gate(SAFE, Format.XML, null);
        JsonNode first =
                Vectors.sample("wechat-oa-inbound.json", "text-emoji-4byte-zwj-skin")
                        .get("safeMode");

        Inbound.Said said = let(gate, first);
        Inbound.Said again = let(gate, Vectors.sample(FILE, name));

        assertThat(again.key()).isEqualTo(said.key());
        assertThat(again.address()).isEqualTo(said.address());
    }

    static Stream<String> names() {
        return Stream.of("replay-exact", "retry-new-nonce-same-msgid");
    }

    @Test
    void refusesAPlainRequestSeenBeforeWithAnotherBody() throws Exception {
        JsonNode tampered = Vectors.sample(FILE, "plain-mode-body-tampered");
        JsonNode genuine =
                Vectors.sample("wechat-oa-inbound.json", "text-simple-zh").get("plainMode");
        Gate gate = Vectors.gate(PLAIN, Format.XML, null);

        String key = let(gate, genuine).key();
        String again = let(gate, genuine).key();

        assertThat(again).isEqualTo(key);
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> let(gate, tampered))
                .satisfies(it -> assertThat(it.reason()).isEqualTo(Reason.REPLAY));
    }

    @Test
    void refusesADigitMovedFromTheNonceToTheTimestampInPlainModeToo() {
        Gate gate = Vectors.gate(PLAIN, Format.XML, null);

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> let(gate, Vectors.sample(FILE, "signature-concat-ambiguity")))
                .satisfies(it -> assertThat(it.reason()).isEqualTo(Reason.TIMESTAMP));
    }

    @Test
    void refusesWhatEntityTricksRemain() {
        for (String body :
                new String[] {
                    "<xml>&unknown;</xml>",
                    "<xml><a>1</a></xml><xml/>",
                    "<xml><MsgType>a</MsgType><MsgType>b</MsgType></xml>",
                    "<notxml/>",
                    "<xml>" + "<a>".repeat(20) + "</a>".repeat(20) + "</xml>",
                    "<xml>" + "<a/>".repeat(3000) + "</xml>",
                    "\u0000",
                    "{\"a\":1}"
                }) {
            assertThatExceptionOfType(Refused.class)
                    .as(body)
                    .isThrownBy(
                            () ->
                                    PayloadReader.read(
                                            body.getBytes(StandardCharsets.UTF_8), Format.XML));
        }
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(
                        () -> PayloadReader.read(new byte[PayloadReader.LARGEST + 1], Format.XML))
                .satisfies(it -> assertThat(it.reason()).isEqualTo(Reason.SIZE));
    }

    private static Inbound.Said let(Gate gate, JsonNode request) throws Refused {
        Gate.Opened opened = gate.open(Vectors.query(request.get("query")), Vectors.body(request));
        return (Inbound.Said) Normaliser.normalise("wechat", "main", opened.payload());
    }
}
