package io.serai.gateway;

import io.serai.edge.Reusable;
import io.serai.event.Json;
import io.serai.gateway.AnswerStep.Remembered;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The bean behind {@code /gateway/...}: takes the key out of the URL, writes the answer. Who asks
 * has {@code serai.gateway.budget} for it, and is one caller.
 */
public final class GatewayHttp {

    private static final String REQUEST = "serai-request";

    private final Duration budget;
    private final Clock clock;

    GatewayHttp(Duration budget, Clock clock) {
        this.budget = budget;
        this.clock = clock;
    }

    /** The last segment of the path becomes the body; no header stays. */
    public void path(Exchange exchange) {
        Message message = exchange.getMessage();
        String uri = message.getHeader(Exchange.HTTP_URI, "", String.class);
        become(
                exchange,
                UriUtils.decode(uri.substring(uri.lastIndexOf('/') + 1), StandardCharsets.UTF_8));
    }

    /** The named query parameter becomes the body, empty if it is absent; no header stays. */
    public void parameter(Exchange exchange, String name) {
        become(exchange, query(exchange).getOrDefault(name, ""));
    }

    /** The query parameters become the body, a Map; no header stays. */
    public void parameters(Exchange exchange) {
        become(exchange, query(exchange));
    }

    private static Map<String, String> query(Exchange exchange) {
        String query = exchange.getMessage().getHeader(Exchange.HTTP_QUERY, "", String.class);
        Map<String, String> parameters = new TreeMap<>();
        UriComponentsBuilder.newInstance()
                .query(query)
                .build()
                .getQueryParams()
                .forEach(
                        (name, values) -> {
                            String value = values.getFirst();
                            if (value != null) {
                                parameters.put(
                                        name, UriUtils.decode(value, StandardCharsets.UTF_8));
                            }
                        });
        return parameters;
    }

    private void become(Exchange exchange, Object body) {
        Message message = exchange.getMessage();
        exchange.setProperty(Budget.DEADLINE, clock.instant().plus(budget));
        if (message instanceof PlatformHttpMessage http && http.getRequest() != null) {
            exchange.setProperty(Budget.CALLER, http.getRequest().getRemoteUser());
            exchange.setProperty(REQUEST, http.getRequest());
        }
        message.removeHeaders("*");
        message.setBody(body);
    }

    /**
     * Writes an {@link Answer} as JSON. 200 if something is known, however old; 404 if there is no
     * such thing; 400 if there cannot be; 503 if the system does not answer.
     */
    public void reply(Exchange exchange) {
        Message message = exchange.getMessage();
        if (!(message.getBody() instanceof Answer answer)) {
            throw new IllegalStateException(
                    "gatewayHttp writes nothing but answers: the route before it must end in"
                            + " cached-answer-action");
        }
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status(answer));
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Cache-Control", "no-store");
        // In one piece and with its length, which costs the socket one write.
        message.setHeader(Exchange.HTTP_CHUNKED, false);
        message.setBody(Json.write(answer).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The same; and an answer from memory is given again to the same caller, for as long as it is
     * young, without the route being run. A route that has other steps to take each time uses
     * {@link #reply}.
     */
    public void replyAndKeep(Exchange exchange) {
        Message message = exchange.getMessage();
        Object answer = message.getBody();
        reply(exchange);
        HttpServletRequest request = exchange.getProperty(REQUEST, HttpServletRequest.class);
        if (request != null
                && exchange.getProperty(AnswerStep.REMEMBERED) instanceof Remembered known
                && known.answer() == answer) {
            byte[] body = Objects.requireNonNull(message.getBody(byte[].class));
            new Reusable(ByteBuffer.wrap(body), known.until(), known.uses().get()::increment)
                    .leaveWith(request);
        }
    }

    private static int status(Answer answer) {
        if (answer.state() == Answer.State.UNAVAILABLE) {
            return 503;
        }
        if (answer.data() != null) {
            return 200;
        }
        return answer.error() == null ? 404 : 400;
    }
}
