package io.serai.gateway;

import io.serai.event.Trail;

import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/**
 * What happens to every HTTP call to a system: it waits no longer than its message's deadline; it
 * carries the trace; it is signed; answered 401, it is signed anew and repeated, once; an answer
 * that is too long, or takes too long to come, is cut off.
 */
record CallHandler(Authorization authorization, Duration connectTimeout)
        implements ExecChainHandler {

    /** For the whole answer, where the message has no deadline. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    @Override
    public ClassicHttpResponse execute(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        String traceparent = Trail.traceparent();
        if (traceparent != null) {
            request.setHeader("traceparent", traceparent);
        }
        Overtime overtime =
                Overtime.watch(
                        patience(scope.clientContext).plus(LONGEST),
                        scope.execRuntime::discardEndpoint);
        boolean goesOn = false;
        try {
            ClassicHttpResponse response = signed(request, scope, chain);
            HttpEntity entity = response.getEntity();
            if (entity != null) {
                overtime.restart(LONGEST);
                response.setEntity(new BoundedEntity(entity, overtime));
                goesOn = true;
            }
            return response;
        } catch (InterruptedIOException e) {
            if (CallTime.isOver()) {
                throw new OutOfTimeException();
            }
            throw e;
        } catch (MessageConstraintException e) {
            throw new ContractException("the head of its answer is too long");
        } catch (IOException | IllegalStateException e) {
            if (overtime.isCut()) {
                throw late();
            }
            Trouble.tell(e);
            throw e;
        } finally {
            if (!goesOn) {
                overtime.close();
            }
        }
    }

    /** What is to be said of a call that was hung up. */
    static InterruptedIOException late() {
        if (CallTime.isOver()) {
            throw new OutOfTimeException();
        }
        return new InterruptedIOException("The answer dribbles");
    }

    private ClassicHttpResponse signed(
            ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        hurry(scope.clientContext);
        authorization.sign(request);
        ClassicHttpResponse response = chain.proceed(request, scope);
        if (response.getCode() != HttpStatus.SC_UNAUTHORIZED
                || !isRepeatable(request)
                || !authorization.signAnew(request)) {
            return response;
        }
        EntityUtils.consume(response.getEntity());
        response.close();
        // The client writes these itself, and only where they are not yet.
        request.removeHeaders(HttpHeaders.CONTENT_LENGTH);
        request.removeHeaders(HttpHeaders.TRANSFER_ENCODING);
        hurry(scope.clientContext);
        return chain.proceed(request, scope);
    }

    private static boolean isRepeatable(ClassicHttpRequest request) {
        return request.getEntity() == null || request.getEntity().isRepeatable();
    }

    /** The longest the system may be silent before its answer begins. */
    private static Duration patience(HttpClientContext context) {
        return configured(context.getRequestConfigOrDefault().getResponseTimeout());
    }

    /** Shortens the client's waits to what the message's deadline leaves. */
    @SuppressWarnings("deprecation") // the pool's own connect timeout knows no deadline
    private void hurry(HttpClientContext context) {
        if (CallTime.isOver()) {
            throw new OutOfTimeException();
        }
        RequestConfig config = context.getRequestConfigOrDefault();
        context.setRequestConfig(
                RequestConfig.copy(config)
                        .setConnectTimeout(atMost(Timeout.of(connectTimeout)))
                        .setResponseTimeout(atMost(config.getResponseTimeout()))
                        .setConnectionRequestTimeout(atMost(config.getConnectionRequestTimeout()))
                        .build());
    }

    /** Rounded up: a wait that ends with the deadline ends after it, and is known to be over. */
    private static Timeout atMost(@Nullable Timeout configured) {
        return Timeout.ofMilliseconds(CallTime.atMost(configured(configured)).toMillis() + 1);
    }

    private static Duration configured(@Nullable Timeout timeout) {
        return timeout == null || timeout.isDisabled()
                ? Duration.ofMinutes(3)
                : timeout.toDuration();
    }
}
