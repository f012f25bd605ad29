package io.serai.sandbox;

import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import java.util.Locale;

/** What the platform knows about the official account: the other side of the hub's own settings. */
@Component
@Profile("sandbox")
final class WechatApp {

    /** The account's original id. */
    static final String GH_ID = "gh_sandbox0001";

    private final Environment environment;

    WechatApp(Environment environment) {
        this.environment = environment;
    }

    String appId() {
        return setting("app-id");
    }

    String secret() {
        return setting("secret");
    }

    /** {@code plain}, {@code compat} or {@code safe}. */
    String mode() {
        return environment.getProperty("serai.wechat.main.mode", "safe").toLowerCase(Locale.ROOT);
    }

    WechatSeal seal() {
        return new WechatSeal(setting("token"), setting("aes-key"), appId());
    }

    /** Where the merchant had its messages sent; known only when the hub listens. */
    String webhook() {
        String port =
                environment.getProperty(
                        "local.server.port", environment.getProperty("server.port", "8080"));
        return "http://localhost:" + port + "/channels/wechat/main";
    }

    private String setting(String name) {
        return environment.getRequiredProperty("serai.wechat.main." + name);
    }
}
