package io.serai.channel.wechat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.edge.PlatformHttp;
import io.serai.event.Delivery;
import io.serai.event.Json;
import io.serai.event.NotSent;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;

/**
 * One outgoing message on its way: the bodies still to post, and what the platform has said so far.
 *
 * <p>It is posted again only when it was certainly not sent. The API gives no message id and takes
 * a second copy for a second message, so an answer that was lost leaves it unknown.
 */
public final class SendCall {

    private static final Logger LOG = LoggerFactory.getLogger(SendCall.class);
    private static final int TRIES = 3;
    private static final long FIRST_PAUSE_MILLIS = 250;

    private final List<String> bodies;
    private int sent;
    private int tries;
    private long pause;
    private boolean renewed;
    private String token = "";
    private @Nullable Delivery outcome;
    private @Nullable NotSent unsent;

    SendCall(List<String> bodies) {
        this.bodies = bodies;
    }

    /** True while there is something to post. */
    public boolean isOpen() {
        return sent < bodies.size() && outcome == null && unsent == null;
    }

    /** Milliseconds to wait before the next post. */
    public long getPause() {
        return pause;
    }

    String next(String token) {
        this.token = token;
        pause = 0;
        tries++;
        return bodies.get(sent);
    }

    /**
     * Takes in what the platform answered.
     *
     * @return the token it refused, to be renewed; null if it did not
     */
    @Nullable String answered(int status, @Nullable String body) {
        Integer code = status == 200 ? errcode(body) : null;
        if (code == null) {
            if (status == 429) {
                again("The way to WeChat is too busy (429)");
            } else if (status >= 400 && status < 500) {
                fail("WeChat's API answered " + status + ": check api-base");
            } else {
                lost("WeChat's API answered " + status + " and nothing of use");
            }
        } else if (code == 0) {
            sent++;
            tries = 0;
            renewed = false;
        } else if (ErrorCode.token(code)) {
            return refusedToken(code);
        } else if (ErrorCode.busy(code)) {
            again("WeChat is busy (" + code + ")");
        } else {
            refused(code, body);
        }
        return null;
    }

    /** Takes in that there was no answer. */
    void broke(Exception cause) {
        if (cause instanceof TokenUnavailable token && token.forGood()) {
            fail(token.getMessage());
        } else if (cause instanceof TokenUnavailable) {
            giveUp(String.valueOf(cause.getMessage()));
        } else if (PlatformHttp.neverLeft(cause)) {
            again("WeChat's API cannot be reached: " + cause.getClass().getSimpleName());
        } else {
            lost("WeChat's API gave no answer: " + cause.getClass().getSimpleName());
        }
    }

    /**
     * What became of it.
     *
     * @throws NotSent if nothing of it was sent, so that all of it can be tried later
     */
    Delivery delivery() {
        if (unsent != null) {
            throw unsent;
        }
        return outcome == null ? Delivery.sent(null) : outcome;
    }

    private @Nullable String refusedToken(int code) {
        if (renewed) {
            giveUp("WeChat refuses a fresh access token (" + code + ")");
            return token;
        }
        renewed = true;
        tries--;
        return token;
    }

    private void again(String why) {
        if (tries < TRIES) {
            pause = FIRST_PAUSE_MILLIS << tries;
        } else {
            giveUp(why);
        }
    }

    private void giveUp(String why) {
        if (sent == 0) {
            unsent = new NotSent(why, null);
        } else {
            fail(why);
        }
    }

    private void refused(int code, @Nullable String body) {
        String rid = body == null ? "" : body.replaceAll("(?s).*rid: ([0-9a-f-]{1,64}).*|.*", "$1");
        if (ErrorCode.operator(code)) {
            LOG.error(
                    "WeChat refuses to send with {}, rid {}: {}",
                    code,
                    rid,
                    ErrorCode.reason(code));
        } else {
            LOG.warn("WeChat refused a message with {}, rid {}", code, rid);
        }
        fail(ErrorCode.reason(code));
    }

    private void fail(@Nullable String why) {
        outcome = Delivery.failed(part() + why);
    }

    private void lost(String why) {
        outcome = Delivery.unknown(part() + why);
    }

    private String part() {
        return sent == 0 ? "" : "only " + sent + " of " + bodies.size() + " parts were sent: ";
    }

    private static @Nullable Integer errcode(@Nullable String body) {
        try {
            JsonNode code = Json.MAPPER.readTree(body == null ? "" : body).path("errcode");
            return code.isInt() ? code.asInt() : null;
        } catch (IOException e) {
            return null;
        }
    }
}
