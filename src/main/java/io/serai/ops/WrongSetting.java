package io.serai.ops;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Says which setting keeps the hub from starting in one sentence in place of a stack trace. Whoever
 * refuses a setting throws what begins with its key.
 */
final class WrongSetting implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && message.startsWith("serai.")) {
                return new FailureAnalysis(message, null, cause);
            }
        }
        return null;
    }
}
