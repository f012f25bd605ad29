package io.serai.channel.web;

/** A frame or request that is refused; the message says what to do. */
final class BadFrame extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String code;
    private final boolean closing;

    private BadFrame(String code, String message, boolean closing) {
        super(message, null, false, false);
        this.code = code;
        this.closing = closing;
    }

    static BadFrame of(String message) {
        return new BadFrame("bad-frame", message, false);
    }

    /** One after which the socket is closed with 1008. */
    static BadFrame closing(String code, String message) {
        return new BadFrame(code, message, true);
    }

    String code() {
        return code;
    }

    boolean isClosing() {
        return closing;
    }
}
