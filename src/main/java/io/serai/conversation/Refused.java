package io.serai.conversation;

/** An action that is not allowed as things stand. Nothing was changed. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Code code;

    /** Why. */
    public enum Code {
        /** It lies with somebody else. */
        NOT_YOURS,
        /** Its owner changed since; look again. */
        STALE,
        /** That agent has as many as they can take. */
        FULL,
        /** There is no such conversation or agent, or the agent is not there. */
        GONE,
        /** The customer has written since. */
        UNREAD
    }

    public Refused(Code code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public Code code() {
        return code;
    }
}
