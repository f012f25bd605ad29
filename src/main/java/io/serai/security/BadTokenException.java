package io.serai.security;

/** A token that can't be believed. The message is safe to tell its bearer. */
public class BadTokenException extends Exception {

    private static final long serialVersionUID = 1;

    private final boolean expired;

    BadTokenException(String message, boolean expired) {
        super(message);
        this.expired = expired;
    }

    /** Whether the token was good once: its bearer should fetch a new one. */
    public boolean expired() {
        return expired;
    }
}
