package io.serai.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/**
 * One WebSocket client connection without any codec: a few fields while it idles. Masks with zeros,
 * which the protocol allows and costs nothing.
 */
final class Connection extends ChannelInboundHandlerAdapter {

    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PONG = 0x8a;
    private static final int MASKED = 0x80;

    /** What the load is told. */
    interface Listener {

        void ready(Connection connection);

        /**
         * The acknowledgement of a message; nanoseconds since it was, or should have been, sent.
         */
        void acknowledged(Connection connection, long nanos);

        void replied(Connection connection, long nanos);

        /** What everybody was told. */
        void heard();

        void failed(Connection connection, String why);
    }

    private final Dialogue dialogue;
    private final String host;
    private final Listener listener;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf rest;
    private @Nullable ArrayDeque<Long> unacknowledged;
    private @Nullable ArrayDeque<Long> unanswered;
    private boolean upgraded;
    private boolean failed;
    private long number;

    Connection(Dialogue dialogue, String host, Listener listener) {
        this.dialogue = dialogue;
        this.host = host;
        this.listener = listener;
    }

    /** Sends the next message, which should have left at this time ({@link System#nanoTime}). */
    void send(long intended) {
        if (unacknowledged == null || unanswered == null) {
            unacknowledged = new ArrayDeque<>(4);
            unanswered = new ArrayDeque<>(4);
        }
        unacknowledged.add(intended);
        unanswered.add(intended);
        write(TEXT, dialogue.message(number++, intended));
    }

    void close() {
        failed = true;
        if (context != null) {
            context.close();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), handshake()));
    }

    /** Offers compression as a browser does, so that a server that agrees to it is caught. */
    private String handshake() {
        return String.join(
                "\r\n",
                "GET " + dialogue.path() + " HTTP/1.1",
                "Host: " + host,
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
                "",
                "");
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (rest != null) {
            in = ctx.alloc().buffer().writeBytes(rest).writeBytes(in);
            rest.release();
            rest = null;
            ((ByteBuf) message).release();
        }
        boolean more = true;
        while (more && in.isReadable()) {
            more = upgraded ? frame(in) : upgrade(in);
        }
        if (in.isReadable()) {
            rest = in.copy();
        }
        in.release();
    }

    private boolean upgrade(ByteBuf in) {
        String head = in.toString(StandardCharsets.ISO_8859_1);
        int end = head.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        in.skipBytes(end + 4);
        String lower = head.substring(0, end).toLowerCase(java.util.Locale.ROOT);
        if (!lower.startsWith("http/1.1 101")) {
            fail("no upgrade: " + head.lines().findFirst().orElse(""));
            return false;
        }
        if (lower.contains("sec-websocket-extensions")) {
            fail("the server agreed to compression");
            return false;
        }
        upgraded = true;
        if (dialogue.greeting().isEmpty()) {
            listener.ready(this);
        } else {
            write(TEXT, dialogue.greeting());
        }
        return true;
    }

    private boolean frame(ByteBuf in) {
        int start = in.readerIndex();
        if (in.readableBytes() < 2) {
            return false;
        }
        int opcode = in.getByte(start) & 0x0f;
        int length = in.getByte(start + 1) & 0x7f;
        int header = 2;
        if (length == 126) {
            if (in.readableBytes() < 4) {
                return false;
            }
            length = in.getUnsignedShort(start + 2);
            header = 4;
        } else if (length == 127) {
            if (in.readableBytes() < 10) {
                return false;
            }
            length = (int) in.getLong(start + 2);
            header = 10;
        }
        if (in.readableBytes() < header + length) {
            return false;
        }
        ByteBuf payload = in.slice(start + header, length);
        in.skipBytes(header + length);
        switch (opcode) {
            case 1 -> hear(payload);
            case 8 -> fail("closed with " + (length < 2 ? "no code" : closing(payload)));
            case 9 -> write(PONG, payload.toString(StandardCharsets.ISO_8859_1));
            default -> {}
        }
        return true;
    }

    private static String closing(ByteBuf payload) {
        return payload.getUnsignedShort(0)
                + " "
                + payload.toString(2, payload.readableBytes() - 2, StandardCharsets.UTF_8);
    }

    private void hear(ByteBuf payload) {
        long now = System.nanoTime();
        switch (dialogue.hear(payload)) {
            case READY -> listener.ready(this);
            case ACK -> {
                Long sent = unacknowledged == null ? null : unacknowledged.poll();
                if (sent != null) {
                    listener.acknowledged(this, now - sent);
                }
            }
            case REPLY -> {
                Long sent = unanswered == null ? null : unanswered.poll();
                if (sent != null) {
                    listener.replied(this, now - sent);
                }
            }
            case NEWS -> listener.heard();
            case REFUSED -> fail(payload.toString(StandardCharsets.UTF_8));
            case OTHER -> {}
        }
    }

    private void write(int head, String text) {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            return;
        }
        int length = ByteBufUtil.utf8Bytes(text);
        ByteBuf out = ctx.alloc().buffer(length + 14);
        out.writeByte(head);
        if (length < 126) {
            out.writeByte(MASKED | length);
        } else {
            out.writeByte(MASKED | 126).writeShort(length);
        }
        out.writeInt(0);
        ByteBufUtil.writeUtf8(out, text);
        ctx.writeAndFlush(out);
    }

    private void fail(String why) {
        if (!failed) {
            failed = true;
            write(CLOSE, "");
            listener.failed(this, why);
            if (context != null) {
                context.close();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
        fail("the connection broke");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(String.valueOf(cause));
    }
}
