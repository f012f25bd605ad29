package io.serai.event;

import org.jspecify.annotations.Nullable;

/**
 * Where the hub says what it is at work on, for systems that draw traces. A span names kinds of
 * work (a route's id, a system, a path's pattern) and never what is in it: no text, address, number
 * or secret.
 */
public interface Spans {

    /** Nobody looks: spans cost nothing. */
    Spans NONE = (kind, name, traceparent) -> NoSpan.NONE;

    /** What kind of work it is. */
    enum Kind {
        /** A request that somebody made of the hub. */
        REQUEST,
        /** The way of one message through the routes. */
        ROUTE,
        /** A call the hub makes of another system. */
        CALL
    }

    /**
     * Begins one.
     *
     * @param name one of a few, for people
     * @param traceparent of the work it is part of, as in the W3C header of that name; null if it
     *     is the first of its trace
     */
    Span begin(Kind kind, String name, @Nullable String traceparent);

    /** A piece of work that goes on. May be ended by any thread; only the first end counts. */
    interface Span {

        /** What is part of it takes this as its W3C traceparent; null where nobody looks. */
        @Nullable String traceparent();

        /** Names it better than was known when it began. */
        void rename(String name);

        /**
         * Says something about it.
         *
         * @param value one of a few
         */
        void tag(String key, String value);

        /** Says a number about it. */
        void tag(String key, long value);

        /** It failed. */
        void fail();

        void end();
    }
}
