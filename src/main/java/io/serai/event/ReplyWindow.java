package io.serai.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * While which a platform takes messages to a customer. Every channel whose platform has such a rule
 * brings its own; it is asked before something is said of the hub's own accord.
 */
public interface ReplyWindow {

    /** The channels whose rule this is. */
    Set<String> channels();

    /**
     * True if the platform would take a message now.
     *
     * @param reply what an answer must quote, from the customer's latest message
     * @param latest the latest messages of the conversation, oldest first
     */
    boolean isOpen(Map<String, String> reply, List<Message> latest, Instant now);
}
