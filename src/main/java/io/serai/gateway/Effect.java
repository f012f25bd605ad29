package io.serai.gateway;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;

import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.jspecify.annotations.Nullable;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;

/** What a call that failed did at the system, as far as can be told here. */
public enum Effect {
    /** Nothing: the system certainly did not hear of it. */
    NONE,
    /** Nothing: the system understood and said no. */
    REFUSED,
    /** Nobody knows: perhaps it was done. */
    UNKNOWN;

    /** The exchange property that says that a try before the last one was of unknown effect. */
    private static final String BEFORE = "serai-effect-before";

    /** Of a call that failed, with all its tries. */
    public static Effect of(Exchange call) {
        return call.getProperty(BEFORE, false, Boolean.class)
                ? UNKNOWN
                : of((Throwable) call.getException());
    }

    /** The call is made once more after it ended so. */
    static void before(Exchange call, @Nullable Throwable failure) {
        if (of(failure) == UNKNOWN) {
            call.setProperty(BEFORE, true);
        }
    }

    /** Of a call that was made once and ended so. */
    public static Effect of(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case BusyException busy -> {
                    return NONE;
                }
                case CallNotPermittedException open -> {
                    return NONE;
                }
                case DirectConsumerNotAvailableException away -> {
                    return NONE;
                }
                case TurnedAwayException unheard -> {
                    return NONE;
                }
                case OutOfTimeException late -> {
                    return UNKNOWN;
                }
                case RefusedException refused -> {
                    return REFUSED;
                }
                default -> {
                    if (noConnection(cause)) {
                        return NONE;
                    }
                }
            }
        }
        return UNKNOWN;
    }

    private static boolean noConnection(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException
                || failure instanceof HttpConnectTimeoutException;
    }
}
