package io.serai.websocket;

import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;

/** Undertow's: a flooding client is held by TCP itself, and a silent one can be cut. */
record UndertowWire(WebSocketChannel channel, Socket socket) implements Wire {

    private static final Logger LOG = LoggerFactory.getLogger(UndertowWire.class);

    /** Opens the socket on a channel that is new; on its I/O thread. */
    static void open(Socket socket, WebSocketChannel channel) {
        channel.getReceiveSetter().set(new UndertowEar(socket));
        channel.addCloseTask(gone -> broke(gone, socket));
        socket.opened(new UndertowWire(channel, socket));
        channel.resumeReceives();
    }

    /** The connection is gone; a close frame that came before may still be on its way to here. */
    private static void broke(WebSocketChannel channel, Socket socket) {
        Runnable tell = () -> socket.gone(CloseFrame.BROKEN, "");
        try {
            channel.getIoThread().execute(tell);
        } catch (RejectedExecutionException stopping) {
            LOG.trace("The server stops", stopping);
            tell.run();
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void send(Payload payload, Sent sent) {
        switch (payload) {
            case Payload.Text text -> WebSockets.sendText(text.view(), channel, new Told(sent));
            case Payload.Binary binary ->
                    WebSockets.sendBinary(binary.view(), channel, new Told(sent));
        }
    }

    @Override
    public void ping() {
        WebSockets.sendPing(ByteBuffer.allocate(0), channel, null);
    }

    @Override
    public void close(CloseFrame frame) {
        if (!channel.isCloseFrameReceived() && !channel.isCloseFrameSent()) {
            WebSockets.sendClose(
                    new CloseMessage(frame.code(), frame.reason()).toByteBuffer(), channel, null);
        }
        socket.gone(frame.code(), frame.reason());
    }

    @Override
    public boolean pause() {
        channel.suspendReceives();
        return true;
    }

    @Override
    public void resume() {
        channel.resumeReceives();
    }

    @Override
    public void sever() {
        IoUtils.safeClose(channel);
    }

    private record Told(Sent sent) implements WebSocketCallback<Void> {

        @Override
        public void complete(WebSocketChannel channel, Void nothing) {
            sent.done(true);
        }

        @Override
        public void onError(WebSocketChannel channel, Void nothing, Throwable cause) {
            LOG.debug("A message could not be sent", cause);
            sent.done(false);
        }
    }
}
