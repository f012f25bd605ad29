package io.serai.command;

/** What somebody asked for cannot be done; the message says why, in words for an agent. */
public final class CommandRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean gone;

    private CommandRefused(boolean gone, String message) {
        super(message);
        this.gone = gone;
    }

    static CommandRefused gone() {
        return new CommandRefused(true, "There is no such return request in this conversation");
    }

    static CommandRefused conflict(String message) {
        return new CommandRefused(false, message);
    }

    /** True if it is not there; false if it contradicts what is. */
    public boolean isGone() {
        return gone;
    }
}
