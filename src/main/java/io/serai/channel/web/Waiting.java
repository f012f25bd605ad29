package io.serai.channel.web;

import io.serai.cluster.Groups;
import io.serai.cluster.Relay;
import io.serai.event.Draining;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Long polls that wait for the next message of a conversation, whichever node stores it. */
@Component
class Waiting {

    private record Polls(Set<Runnable> waiting, Relay.Subscription others) {}

    private final Map<String, Polls> polls = new ConcurrentHashMap<>();
    private final Groups groups;
    private volatile boolean over;

    Waiting(Groups groups) {
        this.groups = groups;
    }

    /**
     * Has a poll called once something is new; the returned action takes it back. Returns when what
     * other nodes say of the conversation arrives.
     */
    Runnable add(String conversation, Runnable poll) {
        Polls joined =
                polls.compute(
                        conversation,
                        (key, known) -> {
                            Polls all =
                                    known != null
                                            ? known
                                            : new Polls(
                                                    ConcurrentHashMap.newKeySet(2),
                                                    groups.follow(CustomerSockets.PATH, key));
                            all.waiting.add(poll);
                            return all;
                        });
        Groups.await(joined.others.ready());
        return () ->
                polls.computeIfPresent(
                        conversation,
                        (key, known) -> {
                            known.waiting.remove(poll);
                            return known.waiting.isEmpty() ? ended(known) : known;
                        });
    }

    /** True if nobody waits any more, because the hub goes. */
    boolean isOver() {
        return over;
    }

    @EventListener(Draining.class)
    void end() {
        over = true;
        wakeAll();
    }

    void wake(String conversation) {
        Polls woken = polls.remove(conversation);
        if (woken != null) {
            ended(woken);
            woken.waiting.forEach(Runnable::run);
        }
    }

    /** Something may have been missed. */
    void wakeAll() {
        List.copyOf(polls.keySet()).forEach(this::wake);
    }

    private static @org.jspecify.annotations.Nullable Polls ended(Polls polls) {
        polls.others.close();
        return null;
    }
}
