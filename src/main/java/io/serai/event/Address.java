package io.serai.event;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Who a conversation is with: one platform user on one account of one channel.
 *
 * @param channel {@code web}, {@code app}, {@code wechat}, {@code wechat-mini}, {@code douyin},
 *     {@code webhook}
 * @param account the name of the account in the settings, such as {@code main}
 * @param user the platform's id of the user within that account
 */
public record Address(String channel, String account, String user) {

    public Address {
        if (channel.isEmpty() || account.isEmpty() || user.isEmpty()) {
            throw new IllegalArgumentException("channel, account and user must all be given");
        }
    }

    /**
     * The id of the conversation with this user. It is computed from the address (RFC 9562, version
     * 3 layout), so that every node and every retry finds the same conversation without asking
     * anyone.
     */
    public String conversation() {
        return UUID.nameUUIDFromBytes(
                        (channel + '\n' + account + '\n' + user).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** The CloudEvents source: {@code /channels/{channel}/{account}}. */
    public String source() {
        return "/channels/" + channel + "/" + account;
    }
}
