package io.serai.ops;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

import java.nio.charset.CharacterCodingException;

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
            if (cause instanceof MarkedYAMLException yaml && yaml.getProblemMark() != null) {
                return new FailureAnalysis(told(yaml), null, cause);
            }
            if (cause instanceof YAMLException
                    && cause.getCause() instanceof CharacterCodingException) {
                return new FailureAnalysis(
                        "config/application.yaml, or another file of settings, is not UTF-8: save"
                                + " it in that encoding",
                        null,
                        cause);
            }
        }
        return null;
    }

    /** Not what it says itself: that quotes the line, which may well hold a password. */
    private static String told(MarkedYAMLException fault) {
        return "Line %d, column %d of config/application.yaml, or of another file of settings, is not valid YAML: %s"
                .formatted(
                        fault.getProblemMark().getLine() + 1,
                        fault.getProblemMark().getColumn() + 1,
                        fault.getProblem());
    }
}
