package io.serai.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** One thing an agent said, and what the hub made of it. */
final class Reply {

    /** Whether the hub took it. */
    enum Fate {
        OPEN,
        STORED,
        REFUSED
    }

    final String agent;
    final String conversation;
    final String id;
    final String words;
    final long sent = System.nanoTime();
    volatile long answered;
    volatile Fate fate = Fate.OPEN;

    Reply(String agent, String conversation, String id, String words) {
        this.agent = agent;
        this.conversation = conversation;
        this.id = id;
        this.words = words;
    }

    void settle(Fate fate) {
        this.answered = System.nanoTime();
        this.fate = fate;
    }

    ObjectNode frame() {
        ObjectNode frame =
                Line.JSON
                        .createObjectNode()
                        .put("type", "reply")
                        .put("re", key())
                        .put("conversation", conversation)
                        .put("id", id);
        frame.putObject("content").put("type", "text").put("text", words);
        return frame;
    }

    /** Unique among one agent's. */
    String key() {
        return conversation + "/" + id;
    }
}
