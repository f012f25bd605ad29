package io.serai.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.Nullable;

/**
 * Who said it.
 *
 * @param kind what sort of speaker
 * @param id the agent's login, the bot plugin's name, the platform user's id
 * @param name what to show
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Sender(Kind kind, String id, @Nullable String name) {

    /** The sorts of speaker. */
    public enum Kind {
        /** The customer. */
        @JsonProperty("customer")
        CUSTOMER,
        /** A bot plugin. */
        @JsonProperty("bot")
        BOT,
        /** An agent at the console. */
        @JsonProperty("agent")
        AGENT,
        /** The hub itself: queue position, business events. */
        @JsonProperty("system")
        SYSTEM,
        /** The merchant's own people, writing in the platform's own app. */
        @JsonProperty("merchant")
        MERCHANT
    }

    public static Sender customer(String id, @Nullable String name) {
        return new Sender(Kind.CUSTOMER, id, name);
    }

    public static Sender bot(String plugin) {
        return new Sender(Kind.BOT, plugin, null);
    }

    public static Sender agent(String login, @Nullable String name) {
        return new Sender(Kind.AGENT, login, name);
    }

    public static Sender system() {
        return new Sender(Kind.SYSTEM, "serai", null);
    }
}
