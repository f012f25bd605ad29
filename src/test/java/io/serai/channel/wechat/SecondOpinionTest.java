package io.serai.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.channel.wechat.WechatAccount.Mode;

import me.chanjar.weixin.common.util.crypto.WxCryptUtil;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.stream.Stream;

/** WxJava reads what we encrypt, and we read what WxJava encrypts. */
class SecondOpinionTest {

    private static final WechatAccount ACCOUNT =
            Vectors.account(Vectors.file("wechat-oa-inbound.json").get("account"), Mode.SAFE);

    private final WechatCrypto ours =
            new WechatCrypto(ACCOUNT.token(), ACCOUNT.aesKey(), ACCOUNT.appId());
    private final WxCryptUtil theirs =
            new WxCryptUtil(ACCOUNT.token(), ACCOUNT.aesKey(), ACCOUNT.appId());

    static Stream<Arguments> messages() {
        return Vectors.samples("wechat-oa-inbound.json")
                .map(it -> Arguments.of(Named.of(it.get("name").asText(), it)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void bothAgree(JsonNode sample) throws Exception {
        String xml = sample.get("xml").asText();

        String encrypted = ours.encrypt(xml);

        assertThat(theirs.decrypt(encrypted)).isEqualTo(xml);
        assertThat(ours.decrypt(theirs.encrypt("0123456789abcdef", xml))).isEqualTo(xml);
        assertThat(
                        ours.encrypt(
                                xml,
                                "0123456789abcdef"
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(theirs.encrypt("0123456789abcdef", xml));
    }

    @Test
    void everyPaddingLengthIsReadAndWritten() throws Exception {
        for (int length = 0; length < 70; length++) {
            String text = "x".repeat(length);

            assertThat(ours.decrypt(ours.encrypt(text))).isEqualTo(text);
            assertThat(theirs.decrypt(ours.encrypt(text))).isEqualTo(text);
        }
    }
}
