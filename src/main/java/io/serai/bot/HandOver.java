package io.serai.bot;

import org.jspecify.annotations.Nullable;

/**
 * That a human shall take over.
 *
 * @param reason why, as a stable word: {@code asked}, {@code complaint}, {@code not-understood},
 *     {@code media}, {@code system-unavailable}, {@code bot-failed}, or a plugin's own
 * @param skill what the agent should be able to do, such as {@code returns}; null for any agent
 */
public record HandOver(String reason, @Nullable String skill) {

    static final String ASKED = "asked";
    static final String COMPLAINT = "complaint";
    static final String NOT_UNDERSTOOD = "not-understood";
    static final String MEDIA = "media";
    static final String SYSTEM_UNAVAILABLE = "system-unavailable";
    static final String BOT_FAILED = "bot-failed";
}
