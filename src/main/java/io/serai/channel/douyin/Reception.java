package io.serai.channel.douyin;

import io.serai.event.Inbound;

import org.jspecify.annotations.Nullable;

/**
 * What {@code douyin-source} does with one webhook.
 *
 * @param inbound what to hand on before answering; null if there is nothing
 * @param status the HTTP status to answer with
 * @param answer the JSON to answer with
 */
public record Reception(@Nullable Inbound inbound, int status, String answer) {

    static final String OK = "{}";

    /** True if there is something to store before the platform may be told that all is well. */
    public boolean event() {
        return inbound != null;
    }

    static Reception of(Inbound inbound) {
        return new Reception(inbound, 200, OK);
    }

    static Reception answering(String json) {
        return new Reception(null, 200, json);
    }

    static Reception refused(int status) {
        return new Reception(null, status, "{\"error\":\"refused\"}");
    }
}
