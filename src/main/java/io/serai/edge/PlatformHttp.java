package io.serai.edge;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.util.Timeout;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLHandshakeException;

/**
 * The HTTP client of the Kamelets that send to a channel's platform. Its library would by itself
 * repeat a post that was answered with 429 or 503, and a message could arrive twice; and it would
 * wait for an answer as long as a byte of it comes now and then, and all that is to be said in the
 * conversation with it. Here an answer is whole within the response timeout, or the connection is
 * closed.
 */
@Component
public final class PlatformHttp implements HttpClientConfigurer {

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries()
                .disableCookieManagement()
                .addExecInterceptorAfter(
                        ChainElement.CONNECT.name(), "whole-answer", PlatformHttp::whole);
    }

    /** Closing what was given back meanwhile does nothing. */
    private static ClassicHttpResponse whole(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        Timeout most = scope.clientContext.getRequestConfigOrDefault().getResponseTimeout();
        if (most != null && most.toMilliseconds() > 0) {
            Executor late =
                    CompletableFuture.delayedExecutor(
                            most.toMilliseconds(),
                            TimeUnit.MILLISECONDS,
                            Thread::startVirtualThread);
            late.execute(scope.execRuntime::discardEndpoint);
        }
        return chain.proceed(request, scope);
    }

    /**
     * True if a request that failed so never left, as there was no connection to send it on. After
     * any other failure it may have been heard.
     */
    public static boolean neverLeft(Throwable failure) {
        return failure instanceof ConnectException
                || failure instanceof ConnectTimeoutException
                || failure instanceof ConnectionRequestTimeoutException
                || failure instanceof UnknownHostException
                || failure instanceof NoRouteToHostException
                || failure instanceof SSLHandshakeException;
    }
}
