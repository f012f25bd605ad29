package io.serai.edge;

import jakarta.servlet.http.HttpServletRequest;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * What may be given again to the same caller who asks for the same URL, until it is too old. Who
 * serves a request leaves it there, and answers the request itself as ever; only where the answer
 * depends on nothing but caller and URL.
 *
 * @param body what is given again; the headers are those of the answer to this request
 * @param until from then on the request is served anew
 * @param used runs each time it is given again; must not wait for anything
 */
public record Reusable(ByteBuffer body, Instant until, Runnable used) {

    static final String ATTRIBUTE = Reusable.class.getName();

    /** Leaves it with a GET request, whose answer must be of status 200 to be given again. */
    public void leaveWith(HttpServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }
}
