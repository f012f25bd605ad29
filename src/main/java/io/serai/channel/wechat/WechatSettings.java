package io.serai.channel.wechat;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

import java.util.Map;

/**
 * The accounts, by name: {@code serai.wechat.<account>.*} and {@code
 * serai.wechat-mini.<account>.*}.
 *
 * @param wechat official accounts, by the name that stands in {@code /channels/wechat/<account>}
 * @param wechatMini mini programs, by the name that stands in {@code
 *     /channels/wechat-mini/<account>}
 */
@ConfigurationProperties("serai")
record WechatSettings(
        @Nullable Map<String, WechatAccount> wechat,
        @Nullable Map<String, WechatAccount> wechatMini) {

    Map<String, WechatAccount> officialAccounts() {
        return wechat == null ? Map.of() : wechat;
    }

    Map<String, WechatAccount> miniPrograms() {
        return wechatMini == null ? Map.of() : wechatMini;
    }
}
