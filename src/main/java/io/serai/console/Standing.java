package io.serai.console;

import io.serai.security.Login;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How everything stands for somebody at the console.
 *
 * @param mine the conversations they have or are offered
 * @param queue those nobody has
 */
record Standing(List<ConversationView> mine, List<ConversationView> queue) {

    static Standing of(Desk desk, Login login) {
        return new Standing(desk.mine(login), desk.queue());
    }

    /** Whether one of theirs came, went or changed its owner until then. */
    boolean isMoved(Standing later) {
        return !fences(mine).equals(fences(later.mine));
    }

    /** The same of the queue. */
    boolean isQueueMoved(Standing later) {
        return !fences(queue).equals(fences(later.queue));
    }

    private static Map<String, Long> fences(List<ConversationView> of) {
        Map<String, Long> fences = new HashMap<>();
        of.forEach(it -> fences.put(it.id(), it.fence()));
        return fences;
    }
}
