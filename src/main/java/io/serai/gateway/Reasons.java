package io.serai.gateway;

import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/**
 * Says in words for an agent why a system did not answer, and in one word for a metric. Only texts
 * of our own: a stranger's message may hold anything.
 */
public final class Reasons {

    private Reasons() {}

    public static String of(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String reason = reason(cause);
            if (reason != null) {
                return reason;
            }
        }
        return "the call failed";
    }

    /**
     * To one who waited; a call ends with the last who waits, and which is seen first is chance.
     */
    static String of(@Nullable Throwable failure, Duration patience) {
        return outcome(failure).equals("deadline") ? late(patience) : of(failure);
    }

    static String late(Duration patience) {
        return "no answer within " + Math.max(0, patience.toMillis()) + " ms";
    }

    /** One of a few words. */
    static String outcome(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String word =
                    switch (cause) {
                        case OutOfTimeException late -> "deadline";
                        case ForbiddenAddressException address -> "address";
                        case TlsFault tls -> "tls";
                        case RefusedException refused -> "refused";
                        case ContractException contract -> "contract";
                        case TransientException busy -> "failed";
                        case HttpTimeoutException late -> "timeout";
                        case InterruptedIOException late -> "timeout";
                        case IOException broken -> "unreachable";
                        default -> null;
                    };
            if (word != null) {
                return word;
            }
        }
        return "failed";
    }

    private static @Nullable String reason(Throwable failure) {
        return switch (failure) {
            case CallNotPermittedException open ->
                    "it failed too often and is left alone for a while";
            case BulkheadFullException full -> "too many calls to it are under way";
            case TransientException busy -> busy.getMessage();
            case ContractException contract -> contract.getMessage();
            case RefusedException refused -> refused.getMessage();
            case HttpTimeoutException late -> "no answer in time";
            case InterruptedIOException late -> "no answer in time";
            case ConnectException down -> "it cannot be reached";
            case UnknownHostException lost -> "its host is unknown";
            case IOException broken -> "the connection broke";
            default -> null;
        };
    }
}
