package io.serai.channel.douyin;

/** The platform gives no token; the message says what to do and holds no secret. */
final class TokenRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long code;

    TokenRefused(long code, String message) {
        super(message);
        this.code = code;
    }

    long code() {
        return code;
    }
}
