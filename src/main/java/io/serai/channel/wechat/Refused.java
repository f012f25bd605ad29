package io.serai.channel.wechat;

/** A request that is not let in. Carries what to answer and what to log, and no secret. */
final class Refused extends Exception {

    /** Why, in the words of the counter's tag, and the HTTP status it is answered with. */
    enum Reason {
        /** No settings for the account named in the path. */
        ACCOUNT(404),
        /** More than the body limit. */
        SIZE(413),
        /** The query is malformed, repeats a parameter or lacks one. */
        QUERY(400),
        /** The timestamp is not ten digits, or outside the window. */
        TIMESTAMP(403),
        /** The signature does not fit. */
        SIGNATURE(403),
        /** Less protection than the account is set to. */
        DOWNGRADE(403),
        /** In plain mode: a request seen before, with another body. */
        REPLAY(403),
        /** The ciphertext does not decrypt to a message for this account. */
        CIPHER(403),
        /** Not the XML or JSON of a push. */
        BODY(400);

        final int status;

        Reason(int status) {
            this.status = status;
        }
    }

    private final Reason reason;

    Refused(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
