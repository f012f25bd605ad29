package io.serai.event;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a channel's source hands to {@code direct:inbound}: verified, decrypted, normalised, not yet
 * stored.
 *
 * <p>The hub acknowledges to the platform only after it is durable.
 */
public sealed interface Inbound {

    /**
     * Something said or done in a conversation.
     *
     * @param address with whom
     * @param key the platform's message id, or what stands for it; with channel, account and user
     *     it is unique for ever, and a second one is the same message again
     * @param sender the customer, or the merchant's own people when the platform echoes what they
     *     wrote in its own app
     * @param content what was said
     * @param platformTime the platform's clock, null if it gave none
     * @param profile what the platform told about the user: {@code name}, {@code avatar}, {@code
     *     phone}, {@code unionid} …; verified attributes only
     * @param reply what a later reply needs to quote, by the channel's own names (such as a message
     *     id valid for a window)
     */
    record Said(
            Address address,
            String key,
            Sender sender,
            Content content,
            @Nullable Instant platformTime,
            Map<String, String> profile,
            Map<String, String> reply)
            implements Inbound {

        /** What a key begins with that the customer's own client made up; no platform's does. */
        public static final String CLIENT = "client/";

        /**
         * The id that the customer's own client gave the message; null if it came by a platform.
         */
        public @Nullable String clientId() {
            return key.startsWith(CLIENT) ? key.substring(CLIENT.length()) : null;
        }
    }

    /**
     * Something that happened to the account itself, such as an authorisation withdrawn. Kept and
     * shown, in no conversation.
     *
     * @param channel as in {@link Address}
     * @param account as in {@link Address}
     * @param key unique within the account, as for {@link Said}
     * @param name the platform's name of the event
     * @param raw the payload as it came
     */
    record AccountEvent(String channel, String account, String key, String name, String raw)
            implements Inbound {}

    /**
     * The platform tells of a message that the hub itself sent. It is nobody's message, but proof
     * that one went out whose answer was lost.
     *
     * @param address with whom
     * @param key the platform's id of the message, as {@link Delivery#key()} gives it if the answer
     *     was not lost
     * @param platformTime when the platform took it, by its clock; null if it does not say
     * @param shows whether what the platform shows is the end of a message with this content
     */
    record Echo(
            Address address, String key, @Nullable Instant platformTime, Predicate<Content> shows)
            implements Inbound {}
}
