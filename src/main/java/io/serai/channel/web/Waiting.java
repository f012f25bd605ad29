package io.serai.channel.web;

import io.serai.event.Draining;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Long polls that wait for the next message of a conversation. */
@Component
class Waiting {

    private final Map<String, Set<Runnable>> polls = new ConcurrentHashMap<>();
    private volatile boolean over;

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

    /** True if nobody waits any more, because the hub goes. */
    boolean isOver() {
        return over;
    }

    @EventListener(Draining.class)
    void end() {
        over = true;
        List.copyOf(polls.keySet()).forEach(this::wake);
    }

    void wake(String conversation) {
        Set<Runnable> woken = polls.remove(conversation);
        if (woken != null) {
            woken.forEach(Runnable::run);
        }
    }
}
