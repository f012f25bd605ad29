package io.serai.feed;

/** A request whose parameters can't be meant; the message says what to send instead. */
final class BadQuery extends RuntimeException {

    private static final long serialVersionUID = 1;

    BadQuery(String message) {
        super(message, null, false, false);
    }
}
