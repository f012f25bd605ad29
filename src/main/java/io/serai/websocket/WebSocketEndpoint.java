package io.serai.websocket;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.jspecify.annotations.Nullable;

/** A WebSocket path of this server: consume what clients send, or send to them. */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "websocket-jsr356",
        title = "Jakarta WebSocket",
        syntax = "websocket-jsr356:path",
        category = {Category.HTTP, Category.NETWORKING},
        headersClass = WebSocketConstants.class)
public final class WebSocketEndpoint extends WebSocketServerOptions {

    @UriPath(description = "The path clients connect to, such as /ws/echo.")
    private final String path;

    @UriParam(
            label = "producer",
            defaultValue = "send",
            description = "What to do: send, join, leave or close.")
    private WebSocketOperation operation = WebSocketOperation.send;

    @UriParam(
            label = "producer",
            description =
                    "The group to send to, join or leave; without it the header CamelWebSocketGroup"
                            + " counts.")
    private @Nullable String group;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description = "Send to all connections of the path.")
    private boolean sendToAll;

    @UriParam(
            label = "producer",
            defaultValue = "false",
            description =
                    "Fail the exchange when no connection was reached; otherwise the header"
                            + " CamelWebSocketReached tells.")
    private boolean failWhenGone;

    WebSocketEndpoint(String uri, WebSocketComponent component, String path) {
        super(uri, component);
        this.path = path;
    }

    @Override
    public Producer createProducer() {
        return new WebSocketProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        WebSocketConsumer consumer = new WebSocketConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    WebSocketConnections connections() {
        return ((WebSocketComponent) getComponent()).getConnections();
    }

    public String getPath() {
        return path;
    }

    public WebSocketOperation getOperation() {
        return operation;
    }

    public void setOperation(WebSocketOperation operation) {
        this.operation = operation;
    }

    public @Nullable String getGroup() {
        return group;
    }

    public void setGroup(String group) {
        this.group = group;
    }

    public boolean isSendToAll() {
        return sendToAll;
    }

    public void setSendToAll(boolean sendToAll) {
        this.sendToAll = sendToAll;
    }

    public boolean isFailWhenGone() {
        return failWhenGone;
    }

    public void setFailWhenGone(boolean failWhenGone) {
        this.failWhenGone = failWhenGone;
    }
}
