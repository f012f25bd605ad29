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

    /** Whether one of theirs came, went, changed its owner, was read or named until then. */
    boolean isMoved(Standing later) {
        return !told(mine).equals(told(later.mine));
    }

    /** The same of the queue. */
    boolean isQueueMoved(Standing later) {
        return !told(queue).equals(told(later.queue));
    }

    /** What frames other than {@code message} tell of each, by id. */
    private static Map<String, List<Object>> told(List<ConversationView> of) {
        Map<String, List<Object>> told = new HashMap<>();
        of.forEach(
                it ->
                        told.put(
                                it.id(),
                                List.of(
                                        it.fence(),
                                        it.readSeq(),
                                        String.valueOf(it.name()),
                                        it.attributes())));
        return told;
    }
}
