package io.serai.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks one URL over and over: each connection asks again when it has its answer. One thread, and no
 * more of HTTP than it takes to find the end of an answer, so that little of the machine goes into
 * asking.
 */
final class HttpLoad {

    private static final String NUMBER = "{n}";

    private final URI target;
    private final String token;
    private final AtomicLong numbers;
    private final Samples samples = new Samples();
    private volatile boolean measuring;
    private long failures;

    /**
     * @param target with {@code {n}} where each request has another number, from which on the
     *     numbers are counted
     */
    HttpLoad(String target, String token, AtomicLong numbers) {
        this.target = URI.create(target.replace(NUMBER, "_n_"));
        this.token = token;
        this.numbers = numbers;
    }

    /** What came of it. */
    record Result(double perSecond, double p50, double p99, long failures) {
        @Override
        public String toString() {
            return "%,8.0f/s  p50 %5.2f  p99 %6.2f ms  %d failed"
                    .formatted(perSecond, p50, p99, failures);
        }
    }

    Result run(int connections, int warmup, int seconds) throws InterruptedException {
        EventLoopGroup thread = new EpollEventLoopGroup(1);
        try {
            Bootstrap bootstrap =
                    new Bootstrap()
                            .group(thread)
                            .channel(EpollSocketChannel.class)
                            .handler(
                                    new ChannelInitializer<Channel>() {
                                        @Override
                                        protected void initChannel(Channel channel) {
                                            channel.pipeline().addLast(new Asking());
                                        }
                                    });
            List<Channel> channels = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                channels.add(
                        bootstrap.connect(target.getHost(), target.getPort()).sync().channel());
            }
            TimeUnit.SECONDS.sleep(warmup);
            thread.submit(samples::clear).sync();
            measuring = true;
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(seconds);
            measuring = false;
            double time = (System.nanoTime() - start) / 1e9;
            channels.forEach(Channel::close);
            return thread.submit(
                            () ->
                                    new Result(
                                            samples.count() / time,
                                            samples.percentile(50),
                                            samples.percentile(99),
                                            failures))
                    .sync()
                    .get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    /** One connection. */
    private final class Asking extends ByteToMessageDecoder {

        private final String head =
                "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: application/json\r\n%s\r\n"
                        .formatted(
                                target.getRawPath(),
                                target.getRawAuthority(),
                                token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n");
        private final boolean numbered = head.contains("_n_");
        private final byte[] always = head.getBytes(StandardCharsets.US_ASCII);
        private long asked;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            ask(context);
        }

        private void ask(ChannelHandlerContext context) {
            asked = System.nanoTime();
            byte[] request =
                    numbered
                            ? head.replace("_n_", "E" + numbers.incrementAndGet())
                                    .getBytes(StandardCharsets.US_ASCII)
                            : always;
            context.writeAndFlush(Unpooled.wrappedBuffer(request), context.voidPromise());
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            int end = end(in);
            if (end < 0) {
                return;
            }
            boolean ok = in.getByte(in.readerIndex() + 9) == '2';
            in.readerIndex(end);
            if (measuring) {
                if (ok) {
                    samples.add(System.nanoTime() - asked);
                } else {
                    failures++;
                }
            }
            ask(context);
        }

        /** Where the answer ends; -1 if it has not come to its end. */
        private static int end(ByteBuf in) {
            int from = in.readerIndex();
            int head = Bytes.indexOf(in, "\r\n\r\n", from);
            if (head < 0) {
                return -1;
            }
            int length = Bytes.indexOfHeader(in, "content-length: ", from, head);
            if (length >= 0) {
                int end = head + 4 + Bytes.number(in, length);
                return end <= in.writerIndex() ? end : -1;
            }
            int last = Bytes.indexOf(in, "0\r\n\r\n", head + 2);
            return last < 0 ? -1 : last + 5;
        }
    }
}
