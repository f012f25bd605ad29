package io.serai;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says why the hub does not start in the words of whoever refused it. Where the hub's own code
 * throws an IllegalStateException without a cause, a setting is wrong, and the message says which
 * and what to do; the trace of beans around it says nothing more.
 */
final class StartRefused extends AbstractFailureAnalyzer<IllegalStateException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable failure, IllegalStateException cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        boolean ours = trace.length > 0 && trace[0].getClassName().startsWith("io.serai.");
        return ours && cause.getCause() == null
                ? new FailureAnalysis(cause.getMessage(), null, cause)
                : null;
    }
}
