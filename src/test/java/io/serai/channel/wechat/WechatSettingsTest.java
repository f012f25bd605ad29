package io.serai.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What the settings must be, and that a mistake is named. */
class WechatSettingsTest {

    private static final String KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    @Test
    void fillsInWhatIsLeftOut() {
        WechatAccount account = bind(Map.of()).officialAccounts().get("main");

        assertThat(account).isNotNull();
        assertThat(account.mode()).isEqualTo(WechatAccount.Mode.SAFE);
        assertThat(account.timestampWindow()).isEqualTo(Duration.ofMinutes(5));
        assertThat(account.passiveWait()).isEqualTo(Duration.ofMillis(1500));
        assertThat(account.apiBase()).isEqualTo("https://api.weixin.qq.com");
    }

    @Test
    void namesTheKeyThatIsWrong() {
        refused("aes-key", "short");
        refused("aes-key", "");
        refused("app-id", "");
        refused("secret", "");
        refused("token", "x");
        refused("api-base", "ftp://x");
        refused("passive-wait", "5s");
        refused("timestamp-window", "0s");
    }

    @Test
    void needsNoAesKeyInPlainMode() {
        assertThat(accounts(Map.of("aes-key", "", "mode", "plain"))).isNotNull();
    }

    @Test
    void showsNoSecret() {
        WechatSettings settings = bind(Map.of());

        assertThat(settings.toString())
                .contains("wx1")
                .doesNotContain(KEY, "theSecret", "theToken");
    }

    private static void refused(String key, String value) {
        assertThatThrownBy(() -> accounts(Map.of(key, value)))
                .hasMessageContaining("serai.wechat.main." + key);
    }

    private static WechatAccounts accounts(Map<String, String> changes) {
        return new WechatAccounts(bind(changes), Clock.systemUTC());
    }

    private static WechatSettings bind(Map<String, String> changes) {
        Map<String, String> all =
                new HashMap<>(
                        Map.of(
                                "app-id", "wx1",
                                "secret", "theSecret",
                                "token", "theToken",
                                "aes-key", KEY));
        all.putAll(changes);
        Map<String, String> keys = new HashMap<>();
        all.forEach((key, value) -> keys.put("serai.wechat.main." + key, value));
        return new Binder(new MapConfigurationPropertySource(keys))
                .bind("serai", WechatSettings.class)
                .get();
    }
}
