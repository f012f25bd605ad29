package io.serai.store;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Says why the hub does not start in a few words in place of a stack trace. That its disk is full
 * H2 may find at any time, since it writes behind what it is asked, and tells it to whoever asks
 * next: so this is looked for in every failure.
 */
final class StoreUnusableAnalyzer implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        if (Outage.isFullDisk(failure)) {
            return new FailureAnalysis(
                    "The store (serai.store.url) cannot be written: the disk under it is full. Make"
                            + " room on it",
                    null,
                    failure);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreUnusable) {
                return new FailureAnalysis(cause.getMessage(), null, cause);
            }
        }
        return null;
    }
}
