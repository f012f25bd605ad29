package io.serai.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Who has a conversation now: exactly one of the bot, the queue, an agent it is offered to, an
 * agent, or nobody since it is closed.
 *
 * @param kind which of them
 * @param agent the login, for {@code OFFER} and {@code AGENT}
 * @param skill what the queue asks of an agent; null for anyone
 * @param since when it came to this owner; an offer keeps the time of its place in the queue
 * @param until when an offer ends; null for every other owner
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Owner(
        Kind kind,
        @Nullable String agent,
        @Nullable String skill,
        Instant since,
        @Nullable Instant until) {

    /** The owners there are. */
    public enum Kind {
        @JsonProperty("bot")
        BOT,
        @JsonProperty("queue")
        QUEUE,
        @JsonProperty("offer")
        OFFER,
        @JsonProperty("agent")
        AGENT,
        @JsonProperty("closed")
        CLOSED
    }

    public static Owner bot(Instant since) {
        return new Owner(Kind.BOT, null, null, since, null);
    }

    public static Owner queue(@Nullable String skill, Instant since) {
        return new Owner(Kind.QUEUE, null, skill, since, null);
    }

    public static Owner offer(String agent, @Nullable String skill, Instant since, Instant until) {
        return new Owner(Kind.OFFER, agent, skill, since, until);
    }

    public static Owner agent(String agent, @Nullable String skill, Instant since) {
        return new Owner(Kind.AGENT, agent, skill, since, null);
    }

    public static Owner closed(Instant since) {
        return new Owner(Kind.CLOSED, null, null, since, null);
    }

    /** True if it lies with this agent, taken or offered. */
    public boolean isWith(String login) {
        return login.equals(agent);
    }

    /** True if this agent has taken it. */
    public boolean isHeldBy(String login) {
        return kind == Kind.AGENT && isWith(login);
    }
}
