package io.serai.command;

/** What an agent decides about a command of which nobody knows whether it was done. */
public enum Decision {
    /** It was not done: send it once more. */
    RETRY,
    /** It was done. */
    DONE,
    /** It was not done, and shall not be. */
    CANCEL
}
