package io.serai.gateway.crm;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;

/**
 * What {@code serai.systems.wecom.*} has besides the settings of every system.
 *
 * @param url {@code https://qyapi.weixin.qq.com}; unset: the directory is not asked
 * @param corpId the enterprise, {@code ww…}
 * @param corpSecret the secret of the app in whose name the directory is read. Each app has its own
 *     token, and sees of a person what was granted to it; the machine's address must be among the
 *     app's trusted ones
 */
@ConfigurationProperties("serai.systems.wecom")
record WecomSettings(
        @Nullable URI url, @DefaultValue("") String corpId, @DefaultValue("") String corpSecret) {

    WecomSettings {
        if (url != null && !String.valueOf(url.getHost()).endsWith(".invalid")) {
            must(corpId, "corp-id");
            must(corpSecret, "corp-secret");
        }
    }

    private static void must(String value, String name) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(
                    "serai.systems.wecom."
                            + name
                            + " must be set, because serai.systems.wecom.url is");
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "WecomSettings[" + url + ", corp " + corpId + "]";
    }
}
