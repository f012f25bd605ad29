package io.serai.channel.wechat;

/** There is no access token, so nothing was sent. Holds no secret. */
final class TokenUnavailable extends RuntimeException {

    private final boolean forGood;

    /**
     * With its reason.
     *
     * @param forGood true if only an operator can mend it
     */
    TokenUnavailable(String message, boolean forGood) {
        super(message);
        this.forGood = forGood;
    }

    boolean forGood() {
        return forGood;
    }
}
