package io.serai.sandbox;

import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** What the platform knows about the merchant's app: the other side of the hub's own settings. */
@Component
@Profile("sandbox")
final class DouyinApp {

    private final Environment environment;

    DouyinApp(Environment environment) {
        this.environment = environment;
    }

    String clientKey() {
        return setting("client-key");
    }

    String clientSecret() {
        return setting("client-secret");
    }

    String operator() {
        return setting("operator-open-id");
    }

    /** Where the merchant had its webhooks sent; known only when the hub listens. */
    String webhook() {
        String port =
                environment.getProperty(
                        "local.server.port", environment.getProperty("server.port", "8080"));
        return "http://localhost:" + port + "/channels/douyin/main";
    }

    private String setting(String name) {
        return environment.getRequiredProperty("serai.douyin.main." + name);
    }
}
