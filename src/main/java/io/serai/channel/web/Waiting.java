package io.serai.channel.web;

import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Long polls that wait for the next message of a conversation. */
@Component
class Waiting {

    private final Map<String, Set<Runnable>> polls = new ConcurrentHashMap<>();

    /** Has a poll called once something is new; the returned action takes it back. */
    Runnable add(String conversation, Runnable poll) {
        polls.computeIfAbsent(conversation, key -> ConcurrentHashMap.newKeySet()).add(poll);
        return () ->
                polls.computeIfPresent(
                        conversation,
                        (key, waiting) -> {
                            waiting.remove(poll);
                            return waiting.isEmpty() ? null : waiting;
                        });
    }

    void wake(String conversation) {
        Set<Runnable> woken = polls.remove(conversation);
        if (woken != null) {
            woken.forEach(Runnable::run);
        }
    }
}
