package io.serai.bot;

import org.jspecify.annotations.Nullable;

/** Names a failure for the log without quoting it: a message may hold the customer's words. */
final class Fault {

    private Fault() {}

    static String of(@Nullable Throwable thrown) {
        if (thrown == null) {
            return "for an unknown reason";
        }
        Throwable root = thrown;
        for (Throwable t = thrown; t != null && t != t.getCause(); t = t.getCause()) {
            if (t instanceof PluginFault fault) {
                return String.valueOf(fault.getMessage());
            }
            root = t;
        }
        StackTraceElement[] trace = root.getStackTrace();
        return root.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }
}
