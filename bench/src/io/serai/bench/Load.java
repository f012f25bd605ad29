package io.serai.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Many connections on one thread, and what they measure. */
final class Load implements Connection.Listener, AutoCloseable {

    private static final int OPENING_AT_ONCE = 100;

    private final EventLoopGroup group = new EpollEventLoopGroup(1);
    private final EventLoop loop = group.next();
    private final Dialogue dialogue;
    private final URI server;
    private final int sources;
    private final List<Connection> connections = new ArrayList<>();
    private final Samples acks = new Samples();
    private final Samples replies = new Samples();
    private int wanted;
    private int started;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile String firstFailure = "";
    private volatile boolean measuring;
    private boolean closedLoop;
    private int unheard;
    private long said;
    private CompletableFuture<Long> everybodyHeard = new CompletableFuture<>();

    /**
     * @param server such as {@code ws://127.0.0.1:8080}
     * @param sources how many source addresses, from 127.0.0.2, the connections are spread over
     */
    Load(Dialogue dialogue, URI server, int sources) {
        this.dialogue = dialogue;
        this.server = server;
        this.sources = sources;
    }

    static Load of(Options options, Dialogue dialogue) {
        return new Load(
                dialogue,
                URI.create(options.text("server", "ws://127.0.0.1:8080")),
                options.number("sources", 50));
    }

    /** Opens connections and logs them in; returns when all are ready. */
    void open(int count) {
        wanted = count;
        loop.execute(
                () -> {
                    for (int i = 0; i < OPENING_AT_ONCE && started < wanted; i++) {
                        connect();
                    }
                });
        await("all connections to be ready", 120, () -> open.get() >= count || failures.get() > 0);
        if (failures.get() > 0) {
            throw new IllegalStateException(
                    failures.get()
                            + " of "
                            + count
                            + " connections failed; the first: "
                            + firstFailure);
        }
    }

    private void connect() {
        int index = started++;
        Connection connection = new Connection(dialogue, server.getAuthority(), this);
        Bootstrap bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(EpollSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(4096))
                        .handler(connection);
        bootstrap
                .connect(
                        new InetSocketAddress(server.getHost(), server.getPort()),
                        new InetSocketAddress("127.0.0." + (2 + index % sources), 0))
                .addListener(
                        done -> {
                            if (!done.isSuccess()) {
                                failed(connection, String.valueOf(done.cause()));
                            }
                        });
    }

    @Override
    public void ready(Connection connection) {
        connections.add(connection);
        open.incrementAndGet();
        if (started < wanted) {
            connect();
        }
    }

    @Override
    public void acknowledged(Connection connection, long nanos) {
        if (measuring) {
            acks.add(nanos);
        }
        if (closedLoop && !dialogue.isAnswered()) {
            connection.send(System.nanoTime());
        }
    }

    @Override
    public void replied(Connection connection, long nanos) {
        if (measuring) {
            replies.add(nanos);
        }
        if (closedLoop) {
            connection.send(System.nanoTime());
        }
    }

    /** An agent has a message that was due then. */
    void told(long due) {
        long nanos = System.nanoTime() - due;
        loop.execute(
                () -> {
                    if (measuring) {
                        replies.add(nanos);
                    }
                });
    }

    /** Everybody says one thing. */
    void saySomething() {
        onLoop(() -> connections.forEach(connection -> connection.send(System.nanoTime())));
    }

    @Override
    public void heard() {
        if (--unheard == 0) {
            everybodyHeard.complete(System.nanoTime() - said);
        }
    }

    /** One says something: nanoseconds until the last of all has heard it. */
    long broadcast() {
        CompletableFuture<Long> heard = new CompletableFuture<>();
        loop.execute(
                () -> {
                    everybodyHeard = heard;
                    unheard = connections.size();
                    said = System.nanoTime();
                    connections.getFirst().send(said);
                });
        return heard.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void failed(Connection connection, String why) {
        if (failures.getAndIncrement() == 0) {
            firstFailure = why;
        }
    }

    /**
     * Each connection sends its next message when the last one is through: answered, or, where
     * nobody answers, acknowledged.
     */
    Result closedLoop(int warmUpSeconds, int seconds) {
        loop.execute(
                () -> {
                    closedLoop = true;
                    connections.forEach(connection -> connection.send(System.nanoTime()));
                });
        pause(warmUpSeconds);
        Result result = measure(seconds);
        loop.execute(() -> closedLoop = false);
        pause(1);
        return result;
    }

    /**
     * Messages leave at a fixed rate whatever comes back; latencies count from when each was due.
     */
    Result openLoop(int perSecond, int warmUpSeconds, int seconds) {
        long start = System.nanoTime();
        long[] sent = {0};
        var ticks =
                loop.scheduleAtFixedRate(
                        () -> {
                            long now = System.nanoTime();
                            for (long due = due(start, sent[0], perSecond);
                                    due <= now;
                                    due = due(start, ++sent[0], perSecond)) {
                                connections.get((int) (sent[0] % connections.size())).send(due);
                            }
                        },
                        0,
                        500,
                        TimeUnit.MICROSECONDS);
        pause(warmUpSeconds);
        Result result = measure(seconds);
        ticks.cancel(false);
        pause(1);
        return result;
    }

    private static long due(long start, long number, int perSecond) {
        return start + number * 1_000_000_000L / perSecond;
    }

    private Result measure(int seconds) {
        onLoop(
                () -> {
                    acks.clear();
                    replies.clear();
                });
        measuring = true;
        long start = System.nanoTime();
        pause(seconds);
        measuring = false;
        double elapsed = (System.nanoTime() - start) / 1e9;
        CompletableFuture<Result> result = new CompletableFuture<>();
        loop.execute(
                () ->
                        result.complete(
                                new Result(
                                        acks.count() / elapsed,
                                        replies.count() / elapsed,
                                        acks.percentile(50),
                                        acks.percentile(99),
                                        replies.percentile(50),
                                        replies.percentile(99),
                                        failures.get())));
        return result.join();
    }

    private void onLoop(Runnable task) {
        CompletableFuture.runAsync(task, loop).join();
    }

    int open() {
        return open.get() - failures.get();
    }

    String firstFailure() {
        return firstFailure;
    }

    static void pause(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            java.util.concurrent.locks.LockSupport.parkNanos(left);
        }
    }

    static void await(String what, int seconds, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("waited " + seconds + " s in vain for " + what);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }

    @Override
    public void close() {
        onLoop(() -> List.copyOf(connections).forEach(Connection::close));
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Rates per second, latencies in milliseconds. */
    record Result(
            double acks,
            double replies,
            double ackP50,
            double ackP99,
            double replyP50,
            double replyP99,
            int failures) {

        @Override
        public String toString() {
            return "acks %,.0f/s p50 %.2f p99 %.2f ms; replies %,.0f/s p50 %.2f p99 %.2f ms; failed %d"
                    .formatted(acks, ackP50, ackP99, replies, replyP50, replyP99, failures);
        }
    }
}
