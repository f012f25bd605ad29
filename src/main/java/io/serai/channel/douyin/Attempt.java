package io.serai.channel.douyin;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Delivery;
import io.serai.event.Json;
import io.serai.event.NotSent;
import io.serai.event.Status;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One message on its way out: its parts, which is next, and what became of it. {@code douyin-sink}
 * goes round until it is no longer {@linkplain #isOpen() open}.
 */
public final class Attempt {

    private final OperatorTokens tokens;
    private final Windows windows;
    private final Window window;
    private final String user;
    private final List<ObjectNode> parts;
    private final int redeliveries;
    private final long redeliveryDelay;

    private String token;
    private int next;
    private int tries;
    private long pause;
    private boolean refreshed;
    private @Nullable String key;
    private @Nullable Delivery delivery;
    private @Nullable NotSent notSent;

    Attempt(
            OperatorTokens tokens,
            Windows windows,
            Window window,
            String user,
            List<ObjectNode> parts,
            int redeliveries,
            long redeliveryDelay) {
        this.tokens = tokens;
        this.windows = windows;
        this.window = window;
        this.user = user;
        this.parts = parts;
        this.redeliveries = redeliveries;
        this.redeliveryDelay = redeliveryDelay;
        this.token = tokens.current();
    }

    /** True as long as there is something to post. */
    public boolean isOpen() {
        return delivery == null && notSent == null;
    }

    /** Milliseconds to wait before the next post. */
    public long getPause() {
        return pause;
    }

    /** The operator's access token. */
    public String getToken() {
        return token;
    }

    /** The body to post next. */
    public String getRequest() {
        ObjectNode request = Json.MAPPER.createObjectNode();
        request.set("content", parts.get(next));
        request.put("conversation_id", window.conversationId());
        request.put("msg_id", window.msgId());
        request.put("scene", window.scene());
        request.put("to_user_id", user);
        return Json.write(request);
    }

    /** What became of it. */
    Delivery delivery() {
        if (notSent != null) {
            throw notSent;
        }
        return delivery == null ? Delivery.unknown("the send was interrupted") : delivery;
    }

    /** The platform took this part. */
    void sent(String messageId) {
        windows.spend(window);
        key = messageId;
        next++;
        tries = 0;
        pause = 0;
        if (next == parts.size()) {
            delivery = Delivery.sent(Contents.some(messageId));
        }
    }

    /** The platform did not take it and never will. */
    void refused(String reason) {
        delivery = Delivery.failed(partly(reason));
    }

    /** Nobody knows whether the platform took it. */
    void lost(String reason) {
        windows.spend(window);
        delivery = new Delivery(Status.UNKNOWN, key, partly(reason));
    }

    /** The platform certainly did not take it, this time. */
    void later(String reason, @Nullable Exception cause) {
        if (tries < redeliveries) {
            pause = redeliveryDelay << tries;
            tries++;
        } else if (next == 0) {
            notSent = new NotSent(reason, cause);
        } else {
            // Trying the whole again would say the first parts twice.
            refused(reason);
        }
    }

    /** The platform did not take our token: another one, once. */
    void tokenRefused(String reason) {
        if (refreshed) {
            refused(reason);
            return;
        }
        refreshed = true;
        token = tokens.after(token);
    }

    private String partly(String reason) {
        return next == 0
                ? reason
                : "only the first " + next + " of " + parts.size() + " parts were sent: " + reason;
    }
}
