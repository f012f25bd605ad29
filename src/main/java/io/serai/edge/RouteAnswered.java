package io.serai.edge;

import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.AsyncHandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;

import java.util.concurrent.CompletableFuture;

/**
 * Ends a request that a route has answered already. Spring would start asynchronous processing for
 * the future Camel returns, and send the request through all filters once more on another thread,
 * only to find it done.
 */
final class RouteAnswered implements AsyncHandlerMethodReturnValueHandler {

    @Override
    public boolean supportsReturnType(MethodParameter type) {
        return SpringBootPlatformHttpConsumer.class.isAssignableFrom(type.getContainingClass());
    }

    @Override
    public boolean isAsyncReturnValue(@Nullable Object value, MethodParameter type) {
        return value instanceof CompletableFuture<?> route
                && route.state() == CompletableFuture.State.SUCCESS
                && supportsReturnType(type);
    }

    @Override
    public void handleReturnValue(
            @Nullable Object value,
            MethodParameter type,
            ModelAndViewContainer handling,
            NativeWebRequest request) {
        handling.setRequestHandled(true);
    }
}
