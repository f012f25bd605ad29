package io.serai.chaos;

import java.util.List;
import java.util.Map;

/**
 * All that the audit looks at.
 *
 * @param diaries what customers know
 * @param replies what agents said and heard about it
 * @param conversations as stored, by id
 * @param messages as stored, by conversation, in the order of their places
 * @param steps as stored, in the order of the commits
 * @param platforms what reached users there
 * @param capacity of each agent
 */
record Evidence(
        List<Diary> diaries,
        List<Reply> replies,
        Map<String, Store.Conversation> conversations,
        Map<String, List<Store.Message>> messages,
        List<Store.Step> steps,
        Screens platforms,
        int capacity) {

    /** What reached a user of a channel, in this order. */
    interface Screens {
        List<String> screen(String channel, String user);
    }

    List<Store.Message> stored(String conversation) {
        return messages.getOrDefault(conversation, List.of());
    }
}
