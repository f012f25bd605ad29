package io.serai.websocket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Session;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A connection that was told to close: it goes by itself, or is cut when its time is up. */
record Closing(Session session, Wire wire, long deadline) {

    /** Close codes of RFC 6455 and its registry that the hub uses itself. */
    static final int GOING_AWAY = 1001;

    static final int TOO_BIG = 1009;
    static final int SERVICE_RESTART = 1012;
    static final int TRY_AGAIN_LATER = 1013;

    /** A close frame's reason is at most this many bytes. */
    private static final int REASON_LIMIT = 123;

    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    static CloseReason reason(int code, String text) {
        String reason = text;
        while (reason.getBytes(StandardCharsets.UTF_8).length > REASON_LIMIT) {
            reason = reason.substring(0, reason.length() - 1);
        }
        return new CloseReason(CloseReason.CloseCodes.getCloseCode(code), reason);
    }

    static void close(Session session, CloseReason reason) {
        try {
            session.close(reason);
        } catch (IOException | RuntimeException alreadyGone) {
            LOG.debug("A socket was gone before it could be closed", alreadyGone);
        }
    }

    /** True if it has gone; when its time is up it is cut. */
    boolean isOver(long now) {
        if (session.isOpen() && now - deadline > 0) {
            cut();
        }
        return !session.isOpen();
    }

    void cut() {
        if (session.isOpen()) {
            wire.sever();
        }
    }
}
