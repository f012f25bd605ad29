package io.serai.websocket;

import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** Sends to connections, moves them in and out of groups, closes them. */
final class WebSocketProducer extends DefaultProducer {

    private static final int NORMAL = 1000;

    private final WebSocketEndpoint endpoint;

    WebSocketProducer(WebSocketEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        int reached =
                switch (endpoint.getOperation()) {
                    case send -> send(message);
                    case join -> {
                        String group = requiredGroup(message);
                        yield each(message, key -> connections().join(key, group));
                    }
                    case leave -> {
                        String group = requiredGroup(message);
                        yield each(message, key -> connections().leave(key, group));
                    }
                    case close -> close(message);
                };
        message.setHeader(WebSocketConstants.REACHED, reached);
        if (reached == 0 && endpoint.isFailWhenGone() && !mayBeElsewhere(message)) {
            throw new CamelExchangeException(
                    "websocket-jsr356:" + endpoint.getPath() + ": no connection was reached",
                    exchange);
        }
    }

    private int send(Message message) throws InvalidPayloadException {
        Payload payload = payload(message);
        if (payload == null) {
            return 0;
        }
        if (endpoint.isSendToAll()) {
            return connections().sendToAll(endpoint.getPath(), payload);
        }
        String group = group(message);
        if (group != null) {
            return connections().sendToGroup(endpoint.getPath(), group, payload);
        }
        return connections().send(keys(message), payload);
    }

    /** A group may have members in other processes, which take what is sent without saying so. */
    private boolean mayBeElsewhere(Message message) {
        return endpoint.getOperation() == WebSocketOperation.send
                && group(message) != null
                && !connections().relay().isAlone();
    }

    private int close(Message message) {
        Integer code = message.getHeader(WebSocketConstants.CLOSE_CODE, Integer.class);
        String reason = message.getHeader(WebSocketConstants.CLOSE_REASON, "", String.class);
        return each(message, key -> connections().close(key, code == null ? NORMAL : code, reason));
    }

    private int each(Message message, Predicate<String> action) {
        int reached = 0;
        for (String key : keys(message)) {
            if (action.test(key)) {
                reached++;
            }
        }
        return reached;
    }

    private static @Nullable Payload payload(Message message) throws InvalidPayloadException {
        Object body = message.getBody();
        return switch (body) {
            case null -> null;
            case String text -> Payload.of(text);
            case byte[] bytes -> Payload.of(bytes);
            case ByteBuffer buffer -> Payload.of(message.getMandatoryBody(byte[].class));
            case InputStream stream -> Payload.of(message.getMandatoryBody(byte[].class));
            default -> Payload.of(message.getMandatoryBody(String.class));
        };
    }

    private Collection<String> keys(Message message) {
        Object keys = message.getHeader(WebSocketConstants.CONNECTION_KEY);
        return switch (keys) {
            case String key -> List.of(key);
            case Collection<?> many -> many.stream().map(String::valueOf).toList();
            case null, default ->
                    throw new IllegalArgumentException(
                            "websocket-jsr356:"
                                    + endpoint.getPath()
                                    + ": set the header "
                                    + WebSocketConstants.CONNECTION_KEY
                                    + ", or the option sendToAll or group");
        };
    }

    private String requiredGroup(Message message) {
        String group = group(message);
        if (group == null) {
            throw new IllegalArgumentException(
                    "websocket-jsr356:"
                            + endpoint.getPath()
                            + ": operation "
                            + endpoint.getOperation()
                            + " needs the option group or the header "
                            + WebSocketConstants.GROUP);
        }
        return group;
    }

    private @Nullable String group(Message message) {
        String option = endpoint.getGroup();
        return option != null ? option : message.getHeader(WebSocketConstants.GROUP, String.class);
    }

    private WebSocketConnections connections() {
        return endpoint.connections();
    }
}
