package io.serai.websocket;

import org.apache.camel.spi.Metadata;

/**
 * Headers and exchange properties of {@code websocket-jsr356:}. All start with {@code Camel}, which
 * Camel's own filters let neither in nor out by HTTP.
 */
public final class WebSocketConstants {

    @Metadata(
            description =
                    "The connection's key, unguessable. Consumer: where the message came from."
                            + " Producer: the connection to act on, or a collection of keys.",
            javaType = "String")
    public static final String CONNECTION_KEY = "CamelWebSocketConnectionKey";

    @Metadata(
            label = "consumer",
            description = "What happened: open, message, close or error.",
            javaType = "String")
    public static final String EVENT = "CamelWebSocketEvent";

    @Metadata(
            label = "consumer",
            description = "The path the connection was opened on.",
            javaType = "String")
    public static final String PATH = "CamelWebSocketPath";

    @Metadata(
            label = "consumer",
            description = "The name of who is logged in, if somebody is.",
            javaType = "String")
    public static final String PRINCIPAL = "CamelWebSocketPrincipal";

    @Metadata(
            label = "consumer",
            description = "The address the connection came from, as the container sees it.",
            javaType = "String")
    public static final String REMOTE_ADDRESS = "CamelWebSocketRemoteAddress";

    @Metadata(
            label = "consumer",
            description = "The subprotocol agreed on, if any.",
            javaType = "String")
    public static final String SUBPROTOCOL = "CamelWebSocketSubprotocol";

    @Metadata(
            label = "consumer",
            description =
                    "The handshake's headers named in the option handshakeHeaders, names in lower"
                            + " case.",
            javaType = "java.util.Map<String, String>")
    public static final String HANDSHAKE_HEADERS = "CamelWebSocketHandshakeHeaders";

    @Metadata(
            label = "consumer",
            description =
                    "The handshake's query parameters named in the option handshakeParameters.",
            javaType = "java.util.Map<String, String>")
    public static final String HANDSHAKE_PARAMETERS = "CamelWebSocketHandshakeParameters";

    @Metadata(
            description =
                    "Consumer, at close: the close code. Producer, operation close: the code to"
                            + " send, 1000 if left out.",
            javaType = "Integer")
    public static final String CLOSE_CODE = "CamelWebSocketCloseCode";

    @Metadata(
            description =
                    "Consumer, at close: the close reason. Producer, operation close: the reason to"
                            + " send.",
            javaType = "String")
    public static final String CLOSE_REASON = "CamelWebSocketCloseReason";

    @Metadata(
            label = "producer",
            description = "The group to send to, join or leave; the option group goes before it.",
            javaType = "String")
    public static final String GROUP = "CamelWebSocketGroup";

    @Metadata(
            label = "producer",
            description =
                    "Set by the producer: how many connections took the message, joined, left or"
                            + " were closed. 0: all are gone.",
            javaType = "Integer")
    public static final String REACHED = "CamelWebSocketReached";

    /**
     * Exchange property: what a bean {@linkplain WebSocketConnections#attach attached} to the
     * connection. Here it can still be had when the connection is gone.
     */
    public static final String ATTACHMENT_PROPERTY = "CamelWebSocketAttachment";

    /** Exchange property: the {@link java.security.Principal} itself. */
    public static final String PRINCIPAL_PROPERTY = "CamelWebSocketPrincipal";

    /** Values of {@link #EVENT}. */
    public static final String OPEN = "open";

    public static final String MESSAGE = "message";

    public static final String CLOSE = "close";

    public static final String ERROR = "error";

    private WebSocketConstants() {}
}
