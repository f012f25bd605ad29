package io.serai.console;

import org.jspecify.annotations.Nullable;

/**
 * What agents' connections are told of one conversation, as the nodes tell each other.
 *
 * @param kind of what
 * @param conversation which
 * @param seq the message it is about; for {@link Kind#GIVEN} the latest one at that moment
 * @param frame as the console gets it; null: there is none, or it is too long and to be fetched
 */
record AgentNote(Kind kind, String conversation, long seq, @Nullable String frame) {

    enum Kind {
        /** The conversation was offered to the agent, or is theirs. */
        GIVEN,
        /** It is no longer theirs. */
        TAKEN,
        /** Something was said in it. */
        MESSAGE,
        /** A reply moved on. */
        STATUS,
        /** The agent logged out somewhere: about no conversation. */
        LOGGED_OUT
    }

    static final AgentNote OUT = new AgentNote(Kind.LOGGED_OUT, "-", 0, null);

    private static final int LONGEST = 8_192;
    private static final int PARTS = 4;

    static AgentNote read(String note) {
        String[] parts = note.split(" ", PARTS);
        return new AgentNote(
                Kind.valueOf(parts[0]),
                parts[1],
                Long.parseLong(parts[2]),
                parts.length < PARTS ? null : parts[3]);
    }

    @Override
    public String toString() {
        String note = kind + " " + conversation + " " + seq;
        return frame == null || frame.length() > LONGEST ? note : note + " " + frame;
    }
}
