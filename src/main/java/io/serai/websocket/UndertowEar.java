package io.serai.websocket;

import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.StreamSourceFrameChannel;
import io.undertow.websockets.core.UTF8Output;
import io.undertow.websockets.core.WebSocketCallback;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;

import org.xnio.Buffers;
import org.xnio.IoUtils;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Tells a socket what Undertow hears, part by part: the bound of a message is looked at with each.
 * Runs on the connection's I/O thread.
 */
final class UndertowEar extends AbstractReceiveListener {

    private static final int CODE_BYTES = 2;

    private final Socket socket;

    UndertowEar(Socket socket) {
        this.socket = socket;
    }

    @Override
    protected void onText(WebSocketChannel channel, StreamSourceFrameChannel frame)
            throws IOException {
        if (socket.isClosed()) {
            frame.close();
            return;
        }
        new BufferedTextMessage(false).read(frame, new Texts());
    }

    @Override
    protected void onBinary(WebSocketChannel channel, StreamSourceFrameChannel frame)
            throws IOException {
        if (socket.isClosed()) {
            frame.close();
            return;
        }
        new BufferedBinaryMessage(false).read(frame, new Binaries());
    }

    @Override
    protected void onFullPongMessage(WebSocketChannel channel, BufferedBinaryMessage pong) {
        pong.getData().close();
        socket.lives();
    }

    @Override
    protected void onFullCloseMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
        ByteBuffer frame = ByteBuffer.wrap(take(message));
        if (socket.isClosed()) {
            return;
        }
        WebSockets.sendClose(frame.duplicate(), channel, null);
        if (frame.remaining() < CODE_BYTES) {
            socket.gone(CloseFrame.NO_CODE, "");
        } else {
            socket.gone(Short.toUnsignedInt(frame.getShort()), new UTF8Output(frame).extract());
        }
    }

    @Override
    protected void onError(WebSocketChannel channel, Throwable cause) {
        socket.failed(cause);
        IoUtils.safeClose(channel);
    }

    private static byte[] take(BufferedBinaryMessage message) {
        try (var data = message.getData()) {
            ByteBuffer[] parts = data.getResource();
            return Buffers.take(parts, 0, parts.length);
        }
    }

    private final class Texts implements WebSocketCallback<BufferedTextMessage> {

        @Override
        public void complete(WebSocketChannel channel, BufferedTextMessage part) {
            socket.heard(part.getData(), part.isComplete());
        }

        @Override
        public void onError(WebSocketChannel channel, BufferedTextMessage part, Throwable cause) {
            socket.failed(cause);
        }
    }

    private final class Binaries implements WebSocketCallback<BufferedBinaryMessage> {

        @Override
        public void complete(WebSocketChannel channel, BufferedBinaryMessage part) {
            socket.heard(take(part), part.isComplete());
        }

        @Override
        public void onError(WebSocketChannel channel, BufferedBinaryMessage part, Throwable cause) {
            part.getData().close();
            socket.failed(cause);
        }
    }
}
