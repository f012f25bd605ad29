package io.serai.console;

import io.serai.event.Status;
import io.serai.store.Conversations.Standing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The fewest {@code status} frames that bring a console's replies up to date. */
final class Receipts {

    /** Replies that may still have been on their way when the console was last told. */
    private static final int LATEST = 20;

    private Receipts() {}

    /**
     * From the first reply on, as far as all are read, and as far as all arrived, one frame says
     * so; beyond that each says for itself.
     *
     * @param replies oldest first
     */
    static List<String> of(String conversation, List<Standing> replies) {
        int read = reached(replies, Status.READ);
        int arrived = reached(replies, Status.DELIVERED);
        List<String> frames = new ArrayList<>();
        if (read > 0) {
            frames.add(frame(conversation, replies.get(read - 1), Status.READ, true));
        }
        if (arrived > read) {
            frames.add(frame(conversation, replies.get(arrived - 1), Status.DELIVERED, true));
        }
        for (int i = read; i < replies.size(); i++) {
            Standing reply = replies.get(i);
            boolean told =
                    switch (reply.status()) {
                        case QUEUED -> false;
                        case SENT -> i >= replies.size() - LATEST;
                        case DELIVERED -> i >= arrived;
                        case FAILED, UNKNOWN, READ -> true;
                    };
            if (told) {
                frames.add(frame(conversation, reply, reply.status(), false));
            }
        }
        return frames;
    }

    /** How many of the first ones have come at least this far. */
    private static int reached(List<Standing> replies, Status status) {
        int count = 0;
        while (count < replies.size() && replies.get(count).status().compareTo(status) >= 0) {
            count++;
        }
        return count;
    }

    private static String frame(String conversation, Standing reply, Status status, boolean upTo) {
        return AgentSocket.frame("status")
                .put("conversation", conversation)
                .put("seq", reply.seq())
                .put("upTo", upTo)
                .put("status", status.name().toLowerCase(Locale.ROOT))
                .put("reason", reply.reason())
                .toString();
    }
}
