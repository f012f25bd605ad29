package io.serai.gateway;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;

import org.apache.camel.component.direct.DirectConsumerNotAvailableException;

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

    /** Of a call that ended so. */
    public static Effect of(Throwable failure) {
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
