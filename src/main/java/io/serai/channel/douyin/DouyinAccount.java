package io.serai.channel.douyin;

import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;
import java.nio.file.Path;

/**
 * One Douyin app with its operator: {@code serai.douyin.<account>.*}.
 *
 * @param clientKey the app's client_key, from the open platform's console
 * @param clientSecret the app's client_secret; signs webhooks
 * @param apiBase where the platform answers; {@code https://open.douyin.com} unless it is a sandbox
 * @param operatorOpenId the open_id of the merchant's account (经营者) that authorised the app and in
 *     whose name replies are sent
 * @param refreshToken the operator's refresh_token as the authorisation gave it; the hub keeps its
 *     successors in {@code tokenFile}
 * @param tokenFile where the tokens in force are kept, readable by the hub alone; {@code
 *     data/douyin-<account>-tokens.json} if left out
 */
record DouyinAccount(
        @DefaultValue("") String clientKey,
        @DefaultValue("") String clientSecret,
        @DefaultValue("https://open.douyin.com") URI apiBase,
        @DefaultValue("") String operatorOpenId,
        @DefaultValue("") String refreshToken,
        @DefaultValue("") String tokenFile) {

    DouyinAccount checked(String account) {
        need(account, "client-key", clientKey, "the app's client_key, from the console");
        need(account, "client-secret", clientSecret, "the app's client_secret, from the console");
        need(account, "operator-open-id", operatorOpenId, "the open_id that authorised the app");
        need(account, "refresh-token", refreshToken, "what the operator's authorisation gave");
        if (!apiBase.isAbsolute() || apiBase.getHost() == null) {
            throw new IllegalStateException(
                    key(account, "api-base")
                            + " must be an http or https address without a path's last slash, such"
                            + " as https://open.douyin.com");
        }
        return this;
    }

    Path tokens(String account) {
        return Path.of(tokenFile.isEmpty() ? "data/douyin-" + account + "-tokens.json" : tokenFile);
    }

    /** Names the app and nothing secret. */
    @Override
    public String toString() {
        return "Douyin app " + clientKey + " at " + apiBase;
    }

    private static void need(String account, String name, String value, String what) {
        if (value.isBlank()) {
            throw new IllegalStateException(key(account, name) + " must be set: " + what);
        }
    }

    private static String key(String account, String name) {
        return "serai.douyin." + account + "." + name;
    }
}
