package io.serai.edge;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.springboot.SpringBootPlatformHttpConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.springframework.web.bind.annotation.RequestMethod;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Refuses a request that cannot be made a message, before its route sees it. Camel's own answers it
 * 500 and logs what is wrong with the stack, and thereby what stands in the body.
 */
final class RouteHttpConsumer extends SpringBootPlatformHttpConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(RouteHttpConsumer.class);
    private static final Marker STRANGER = MarkerFactory.getMarker("stranger");
    private static final Problem UNREADABLE =
            new Problem(
                    400,
                    "Unreadable",
                    "The body is not what its Content-Type says, or ended too early");

    /** The route runs on the request's own thread. */
    RouteHttpConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        super(endpoint, processor, Runnable::run);
        String methods = endpoint.getHttpMethodRestrict();
        if (methods != null) {
            Stream.of(methods.split(",")).forEach(RouteHttpConsumer::check);
        }
    }

    /** Camel takes one that is none for no restriction: each method would get in. */
    private static void check(String method) {
        if (RequestMethod.resolve(method.strip().toUpperCase(Locale.ROOT)) == null) {
            throw new IllegalArgumentException(
                    "httpMethodRestrict cannot be \"%s\": it lists methods such as GET,POST."
                            .formatted(method));
        }
    }

    @Override
    protected void handleService(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            super.handleService(request, response);
        } catch (Exception e) {
            LOG.info(
                    STRANGER,
                    "{}: a request could not be read: {}",
                    getEndpoint().getPath(),
                    e.getClass().getSimpleName());
            UNREADABLE.write(response);
        }
    }
}
