package io.serai.websocket;

import java.nio.charset.StandardCharsets;

/**
 * What a close frame says.
 *
 * @param code of RFC 6455 and its registry
 * @param reason at most 123 bytes of UTF-8
 */
record CloseFrame(int code, String reason) {

    /** Close codes the hub uses itself. */
    static final int GOING_AWAY = 1001;

    /** Never sent: a close frame without a code came. */
    static final int NO_CODE = 1005;

    /** Never sent: the connection broke. */
    static final int BROKEN = 1006;

    static final int TOO_BIG = 1009;
    static final int SERVICE_RESTART = 1012;
    static final int TRY_AGAIN_LATER = 1013;

    private static final int REASON_LIMIT = 123;

    /** With a reason that fits: what is too long of it is left out. */
    static CloseFrame of(int code, String text) {
        String reason = text;
        while (reason.getBytes(StandardCharsets.UTF_8).length > REASON_LIMIT) {
            reason = reason.substring(0, reason.length() - 1);
        }
        return new CloseFrame(code, reason);
    }
}
