package io.serai.channel.wechat;

import io.serai.channel.wechat.Refused.Reason;
import io.serai.channel.wechat.WechatAccount.Format;
import io.serai.channel.wechat.WechatAccount.Mode;

import org.springframework.stereotype.Component;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Every account with its gate, checked when the hub starts. */
@Component
final class WechatAccounts {

    static final String OFFICIAL = "wechat";
    static final String MINI = "wechat-mini";

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{3,32}");
    private static final Pattern AES_KEY = Pattern.compile("[A-Za-z0-9+/]{43}");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

    private final Map<String, Gate> gates = new HashMap<>();

    WechatAccounts(WechatSettings settings, Clock clock) {
        settings.officialAccounts().forEach((name, it) -> add(OFFICIAL, name, it, clock));
        settings.miniPrograms().forEach((name, it) -> add(MINI, name, it, clock));
    }

    /** The account's gate; refused as unknown if it has no settings. */
    Gate gate(String channel, String account) throws Refused {
        Gate gate = gates.get(channel + "/" + account);
        if (gate == null) {
            throw new Refused(
                    Reason.ACCOUNT,
                    "no settings serai.%s.%s.*: set app-id, secret, token and aes-key"
                            .formatted(channel, account));
        }
        return gate;
    }

    /** The account's settings, for what goes out. */
    WechatAccount account(String channel, String account) {
        try {
            return gate(channel, account).account();
        } catch (Refused e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private void add(String channel, String name, WechatAccount account, Clock clock) {
        String prefix = "serai." + channel + "." + name + ".";
        check(!account.appId().isEmpty(), prefix + "app-id must be set: the AppID, wx…");
        check(!account.secret().isEmpty(), prefix + "secret must be set: the AppSecret");
        check(
                TOKEN.matcher(account.token()).matches(),
                prefix + "token must be 3 to 32 letters and digits: the Token of message push");
        check(
                (account.mode() == Mode.PLAIN && account.aesKey().isEmpty())
                        || AES_KEY.matcher(account.aesKey()).matches(),
                prefix
                        + "aes-key must be 43 letters and digits: the EncodingAESKey of message"
                        + " push, or set mode to plain");
        check(isWeb(account.apiBase()), prefix + "api-base must be an http or https address");
        check(
                account.timestampWindow().isPositive(),
                prefix + "timestamp-window must be longer than nothing, such as 300s");
        check(
                !account.passiveWait().isNegative()
                        && account.passiveWait().compareTo(LONGEST_WAIT) <= 0,
                prefix + "passive-wait must be 0 to 4s: WeChat hangs up after 5");
        check(
                account.openPlatform().matches("[a-z0-9-]{0,64}"),
                prefix + "open-platform must be up to 64 small letters, digits or hyphens");
        Format byChannel = channel.equals(MINI) ? Format.AUTO : Format.XML;
        Format format = account.format() == null ? byChannel : account.format();
        gates.put(channel + "/" + name, new Gate(account, format, clock));
    }

    private static boolean isWeb(String address) {
        try {
            URI uri = URI.create(address);
            return uri.getHost() != null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
