package io.serai.event;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the current thread is at work for: its log lines carry the conversation and the W3C trace id
 * (SLF4J MDC keys {@code conversation} and {@code trace}), and what it stores carries the trace.
 *
 * <p>A thread that takes up work begun elsewhere opens the trail again, with what the message
 * carries; closing it puts back what was there before.
 */
public final class Trail implements AutoCloseable {

    private static final String CONVERSATION = "conversation";
    private static final String TRACE = "trace";
    private static final String TRACEPARENT = "traceparent";
    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);

    private final Thread thread = Thread.currentThread();
    private final @Nullable String conversationBefore = MDC.get(CONVERSATION);
    private final @Nullable String parentBefore = MDC.get(TRACEPARENT);

    private Trail() {}

    /**
     * Opens it on the current thread.
     *
     * @param conversation the conversation's id; null leaves what is there
     * @param traceparent as in the W3C header of that name; null, or one that is not valid, leaves
     *     what is there, and where nothing is there a new trace begins
     */
    public static Trail open(@Nullable String conversation, @Nullable String traceparent) {
        Trail trail = new Trail();
        if (conversation != null) {
            MDC.put(CONVERSATION, conversation);
        }
        if (traceparent != null && traceparent.equals(trail.parentBefore)) {
            return trail;
        }
        String given = valid(traceparent);
        if (given != null) {
            follow(given);
        } else if (trail.parentBefore == null) {
            follow(begun());
        }
        return trail;
    }

    /** The current thread's trace, as a W3C traceparent; null if it has none. */
    public static @Nullable String traceparent() {
        return MDC.get(TRACEPARENT);
    }

    /** The same if it is a W3C traceparent, else null. */
    public static @Nullable String valid(@Nullable String traceparent) {
        return traceparent != null && isValid(traceparent) ? traceparent : null;
    }

    /** By hand: each message is asked at every hand-over, and a pattern takes ten times as long. */
    private static boolean isValid(String text) {
        return text.length() == 55
                && text.startsWith("00-")
                && isHex(text, 3, 35)
                && !text.startsWith(NO_TRACE, 3)
                && text.charAt(35) == '-'
                && isHex(text, 36, 52)
                && !text.startsWith(NO_SPAN, 36)
                && text.charAt(52) == '-'
                && isHex(text, 53, 55);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static void follow(String traceparent) {
        MDC.put(TRACEPARENT, traceparent);
        MDC.put(TRACE, traceparent.substring(3, 35));
    }

    private static String begun() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return "00-"
                + hex.toHexDigits(random.nextLong())
                + hex.toHexDigits(random.nextLong() | 1)
                + "-"
                + hex.toHexDigits(random.nextLong() | 1)
                + "-01";
    }

    /** Puts back what was there before; does nothing on another thread. */
    @Override
    public void close() {
        if (thread != Thread.currentThread()) {
            return;
        }
        if (conversationBefore == null) {
            MDC.remove(CONVERSATION);
        } else {
            MDC.put(CONVERSATION, conversationBefore);
        }
        if (parentBefore == null) {
            MDC.remove(TRACEPARENT);
            MDC.remove(TRACE);
        } else if (!parentBefore.equals(MDC.get(TRACEPARENT))) {
            follow(parentBefore);
        }
    }
}
