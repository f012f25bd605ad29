package io.serai.channel.wechat;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;

/**
 * The settings of one official account or mini program.
 *
 * @param appId its app id, {@code wx…}
 * @param secret its app secret, for access tokens
 * @param token the Token of its message push settings, 3 to 32 letters and digits
 * @param aesKey its EncodingAESKey, 43 letters and digits; needed unless the mode is plain
 * @param mode how pushes are protected; one that is protected less is refused
 * @param apiBase where the platform's API is
 * @param timestampWindow how far a push's timestamp may be from the hub's clock, either way
 * @param ghId its original id, {@code gh_…}; if given, pushes for another are refused
 * @param passiveWait how long a push waits for an answer to go back in its own response; 0: never.
 *     At most 4 s, for WeChat hangs up after 5
 * @param format what pushes are written in; if left out, XML for official accounts, either for mini
 *     programs
 * @param openPlatform the name of the open-platform account it belongs to, any word, the same for
 *     all accounts of it: then its followers' unionids are asked for and known. Empty: they are not
 */
record WechatAccount(
        @DefaultValue("") String appId,
        @DefaultValue("") String secret,
        @DefaultValue("") String token,
        @DefaultValue("") String aesKey,
        @DefaultValue("safe") Mode mode,
        @DefaultValue("https://api.weixin.qq.com") String apiBase,
        @DefaultValue("300s") Duration timestampWindow,
        @Nullable String ghId,
        @DefaultValue("1500ms") Duration passiveWait,
        @Nullable Format format,
        @DefaultValue("") String openPlatform) {

    /** How pushes are protected. */
    public enum Mode {
        /** Signed but not encrypted; the signature does not cover the body. */
        PLAIN,
        /** Encrypted, with the plain fields beside it; only what is encrypted is believed. */
        COMPAT,
        /** Encrypted. */
        SAFE
    }

    /** What pushes are written in. */
    public enum Format {
        XML,
        JSON,
        /** Whichever the first character tells. */
        AUTO
    }

    /** Leaves out what is secret. */
    @Override
    public String toString() {
        return "WechatAccount[appId=" + appId + ", mode=" + mode + ", apiBase=" + apiBase + "]";
    }
}
