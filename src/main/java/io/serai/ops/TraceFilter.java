package io.serai.ops;

import io.serai.event.Spans;
import io.serai.event.Trail;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

import java.io.IOException;
import java.util.Set;

/**
 * Every request belongs to a trace: the caller's, if it names one, else a new one. Its span bears
 * the pattern of its path, never the path: there are customers and orders in paths.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class TraceFilter extends OncePerRequestFilter {

    private static final int SERVER_ERROR = 500;

    /** A stranger may write anything for a method. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final Spans spans;

    TraceFilter(Spans spans) {
        this.spans = spans;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String caller = Trail.valid(request.getHeader(TrailOfRoutes.TRACEPARENT));
        Spans.Span span = spans.begin(Spans.Kind.REQUEST, method(request), caller);
        String here = span.traceparent();
        boolean over = false;
        try (var _ = Trail.open(null, here == null ? caller : here)) {
            chain.doFilter(request, response);
            over = true;
        } finally {
            if (!over) {
                span.fail();
            }
            if (here != null) {
                end(span, request, response);
            }
        }
    }

    private static void end(
            Spans.Span span, HttpServletRequest request, HttpServletResponse response) {
        if (request.isAsyncStarted()) {
            request.getAsyncContext().addListener(new Later(span, request, response));
        } else {
            tell(span, request, response);
        }
    }

    private static void tell(
            Spans.Span span, HttpServletRequest request, HttpServletResponse response) {
        String route = route(request);
        span.rename(method(request) + " " + route);
        span.tag("http.request.method", method(request));
        span.tag("http.route", route);
        span.tag("http.response.status_code", response.getStatus());
        if (response.getStatus() >= SERVER_ERROR) {
            span.fail();
        }
        span.end();
    }

    private static String method(HttpServletRequest request) {
        return METHODS.contains(request.getMethod()) ? request.getMethod() : "_OTHER";
    }

    private static String route(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null
                ? request.getHttpServletMapping().getPattern()
                : String.valueOf(pattern);
    }

    /** Ends the span when the response is at its end, which may be long after the filter. */
    private record Later(Spans.Span span, HttpServletRequest request, HttpServletResponse response)
            implements AsyncListener {

        @Override
        public void onComplete(AsyncEvent event) {
            tell(span, request, response);
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            span.fail();
        }

        @Override
        public void onError(AsyncEvent event) {
            span.fail();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
