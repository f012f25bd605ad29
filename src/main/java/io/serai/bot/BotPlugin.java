package io.serai.bot;

import java.util.Optional;

/**
 * One thing the bot can do. A Spring bean of this type takes part once its name stands in {@code
 * serai.bot.plugins}; a route from {@code direct:bot.<name>} does the same without Java.
 */
public interface BotPlugin {

    /** Its name in the settings, in metrics and as the sender of its replies. */
    String name();

    /**
     * What it would answer; empty if the message is not its business.
     *
     * <p>Called on a virtual thread that is interrupted at the turn's deadline; what comes later or
     * is thrown counts as no proposal. It may be called for a message that another plugin then
     * answers, so it must change nothing.
     */
    Optional<Proposal> propose(Turn turn);

    /**
     * True if it answers from what it has in memory and never waits: it is then asked on the turn's
     * own thread, which nobody interrupts.
     */
    default boolean isInstant() {
        return false;
    }
}
