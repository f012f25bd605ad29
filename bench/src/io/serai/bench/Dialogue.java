package io.serai.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import java.nio.charset.StandardCharsets;

/** What is said over a connection: the hub's customer protocol, or bare echo. */
sealed interface Dialogue {

    /** What a frame from the server means. */
    enum Heard {
        READY,
        ACK,
        REPLY,
        /** What everybody was told. */
        NEWS,
        REFUSED,
        OTHER
    }

    /** The path the connection is opened on. */
    String path();

    /** The first frame; empty: none, the connection is ready at once. */
    String greeting();

    /**
     * A message with this number, unique on its connection.
     *
     * @param due when it should leave, by {@link System#nanoTime}
     */
    String message(long number, long due);

    Heard hear(ByteBuf frame);

    /** True if each message gets a reply besides its acknowledgement. */
    default boolean isAnswered() {
        return false;
    }

    static Dialogue of(Options options) {
        return options.text("protocol", "customer").equals("echo")
                ? new Echo(options.text("path", "/ws/echo"), options.number("size", 200))
                : new Customer(
                        options.text("path", "/ws/customer"),
                        options.text("channel", "web"),
                        options.text("account", "main"),
                        options.text("text", "你好，请问几点营业？"),
                        options.has("agents"));
    }

    /** Whatever is sent comes back; the echo counts as acknowledgement. */
    record Echo(String path, int size) implements Dialogue {

        @Override
        public String greeting() {
            return "";
        }

        @Override
        public String message(long number, long due) {
            String start = "m" + number + " ";
            return start + "x".repeat(Math.max(0, size - start.length()));
        }

        @Override
        public Heard hear(ByteBuf frame) {
            return Heard.ACK;
        }
    }

    /** Says one thing at the start and is ready when that came back, as a login would. */
    record Greeting(String path) implements Dialogue {

        @Override
        public String greeting() {
            return "hello";
        }

        @Override
        public String message(long number, long due) {
            return "m" + number;
        }

        @Override
        public Heard hear(ByteBuf frame) {
            return Heard.READY;
        }
    }

    /** Listens; what one of all says is told to all. */
    record Audience(String path, int size) implements Dialogue {

        @Override
        public String greeting() {
            return "";
        }

        @Override
        public String message(long number, long due) {
            return new Echo(path, size).message(number, due);
        }

        @Override
        public Heard hear(ByteBuf frame) {
            return Heard.NEWS;
        }
    }

    /**
     * A visitor of docs/protocol.md: hello, welcome, message, ack, and the bot's or agent's reply.
     *
     * @param toAgent asks for a human first, and says in each message when it was due
     */
    record Customer(String path, String channel, String account, String text, boolean toAgent)
            implements Dialogue {

        private static final ByteBuf WELCOME = needle("\"type\":\"welcome\"");
        private static final ByteBuf ACK = needle("\"type\":\"ack\"");
        private static final ByteBuf ERROR = needle("\"type\":\"error\"");
        private static final ByteBuf MESSAGE = needle("\"type\":\"message\"");
        private static final ByteBuf BOT = needle("\"kind\":\"bot\"");
        private static final ByteBuf AGENT = needle("\"kind\":\"agent\"");

        /** Distinct for each run, so that no message of an earlier run is met again. */
        private static final String RUN = Long.toString(System.currentTimeMillis(), 36);

        private static ByteBuf needle(String text) {
            return Unpooled.unreleasableBuffer(
                    Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
        }

        @Override
        public String greeting() {
            return "{\"type\":\"hello\",\"channel\":\"%s\",\"account\":\"%s\",\"after\":0}"
                    .formatted(channel, account);
        }

        @Override
        public String message(long number, long due) {
            return "{\"type\":\"message\",\"id\":\""
                    + RUN
                    + "-"
                    + number
                    + "\",\"content\":{\"type\":\"text\",\"text\":\""
                    + said(number, due)
                    + "\"}}";
        }

        private String said(long number, long due) {
            if (!toAgent) {
                return text;
            }
            return number == 0 ? "转人工" : text + Desk.DUE + due;
        }

        @Override
        public boolean isAnswered() {
            return !toAgent;
        }

        @Override
        public Heard hear(ByteBuf frame) {
            if (has(frame, ACK)) {
                return Heard.ACK;
            }
            if (has(frame, MESSAGE)) {
                return !toAgent && (has(frame, BOT) || has(frame, AGENT))
                        ? Heard.REPLY
                        : Heard.OTHER;
            }
            if (has(frame, WELCOME)) {
                return Heard.READY;
            }
            return has(frame, ERROR) ? Heard.REFUSED : Heard.OTHER;
        }

        private static boolean has(ByteBuf frame, ByteBuf needle) {
            return ByteBufUtil.indexOf(needle, frame) >= 0;
        }
    }
}
