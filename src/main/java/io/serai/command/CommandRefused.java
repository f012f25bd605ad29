package io.serai.command;

/** What somebody asked for cannot be done; the message says why, in words for an agent. */
public final class CommandRefused extends RuntimeException {

    /** Why, for those who cannot read the message. */
    public enum Reason {
        /** It is not there. */
        GONE,
        /** It contradicts what is there. */
        CONFLICT,
        /** The order is not of the conversation's customer. */
        NOT_THEIRS,
        /** Nobody knows which of the merchant's customers this is. */
        NOBODY,
        /** It cannot be known just now whether it may be done. */
        UNAVAILABLE
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    private CommandRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    static CommandRefused gone() {
        return new CommandRefused(
                Reason.GONE, "There is no such return request in this conversation");
    }

    static CommandRefused conflict(String message) {
        return new CommandRefused(Reason.CONFLICT, message);
    }

    /** The same words whether there is such an order or not. */
    static CommandRefused notTheirs(String orderNo) {
        return new CommandRefused(
                Reason.NOT_THEIRS,
                "\"orderNo\" %s is not an order of this conversation's customer; nothing was sent"
                        .formatted(orderNo));
    }

    static CommandRefused nobody() {
        return new CommandRefused(
                Reason.NOBODY,
                "The CRM does not know this conversation's customer; link the conversation to a"
                        + " customer first. Nothing was sent");
    }

    static CommandRefused unavailable(String system) {
        return new CommandRefused(
                Reason.UNAVAILABLE,
                "The system %s cannot be asked whose the order is; nothing was sent, try again later"
                        .formatted(system));
    }

    /** Why it cannot be done. */
    public Reason reason() {
        return reason;
    }
}
