package io.serai.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.concurrent.GlobalEventExecutor;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The limit: a Netty server that does nothing but echo, or with {@code --to=all} tell everybody.
 * Prints its port and serves until killed.
 */
final class EchoServer {

    private EchoServer() {}

    public static void main(String... args) {
        Options options = Options.parse(args);
        EventLoopGroup group = new EpollEventLoopGroup();
        boolean toAll = options.text("to", "one").equals("all");
        ChannelHandler answer =
                toAll
                        ? new ToAll(new DefaultChannelGroup(GlobalEventExecutor.INSTANCE))
                        : new Echo();
        Channel server =
                new ServerBootstrap()
                        .group(group)
                        .channel(EpollServerSocketChannel.class)
                        .childHandler(new Pipeline(answer))
                        .bind("127.0.0.1", options.number("port", 0))
                        .syncUninterruptibly()
                        .channel();
        System.out.println(((InetSocketAddress) server.localAddress()).getPort());
        server.closeFuture().syncUninterruptibly();
    }

    private static final class Pipeline extends ChannelInitializer<Channel> {

        private final ChannelHandler answer;

        Pipeline(ChannelHandler answer) {
            this.answer = answer;
        }

        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline()
                    .addLast(new HttpServerCodec())
                    .addLast(new HttpObjectAggregator(8192))
                    .addLast(
                            new WebSocketServerProtocolHandler(
                                    "/", null, false, 65536, false, true))
                    .addLast(answer);
        }
    }

    @ChannelHandler.Sharable
    private static final class Echo extends SimpleChannelInboundHandler<TextWebSocketFrame> {

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
            ctx.writeAndFlush(frame.retain());
        }
    }

    @ChannelHandler.Sharable
    private static final class ToAll extends SimpleChannelInboundHandler<TextWebSocketFrame> {

        private final ChannelGroup all;

        ToAll(ChannelGroup all) {
            this.all = all;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            all.add(ctx.channel());
            ctx.fireChannelActive();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, TextWebSocketFrame frame) {
            all.writeAndFlush(frame.retain());
        }
    }

    /** A process of its own with an echo server in it. */
    record Running(Process process, int port) implements AutoCloseable {

        String url() {
            return "ws://127.0.0.1:" + port;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    static Running spawn(String... args) throws IOException {
        return spawn(EchoServer.class, args);
    }

    /** A server that prints its port, in a process of its own with the hub's flags. */
    static Running spawn(Class<?> server, String... args) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xms128m",
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-XX:+UseCompactObjectHeaders",
                                "-XX:NewRatio=5",
                                "-XX:MinHeapFreeRatio=5",
                                "-XX:MaxHeapFreeRatio=15",
                                "-XX:-ShrinkHeapInSteps",
                                "-XX:TrimNativeHeapInterval=10000",
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-cp",
                                System.getProperty("java.class.path"),
                                server.getName()));
        command.addAll(List.of(args));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String port = out.readLine();
        if (port == null) {
            throw new IOException("the bare server didn't start");
        }
        return new Running(process, Integer.parseInt(port.strip()));
    }
}
