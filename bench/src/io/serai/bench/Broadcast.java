package io.serai.bench;

import java.net.URI;

/**
 * One event to many sockets: how long until the last of them has it. The hub serves it with {@code
 * bench/broadcast.camel.yaml}, a route like any other; bare Netty is the limit.
 */
final class Broadcast {

    private Broadcast() {}

    public static void main(String... args) throws Exception {
        Options options = Options.parse(args);
        int sockets = options.number("connections", 5_000);
        int rounds = options.number("rounds", 5);
        Dialogue audience =
                new Dialogue.Audience(
                        options.text("path", "/ws/broadcast"), options.number("size", 200));
        Dialogue bareAudience = new Dialogue.Audience("/", options.number("size", 200));
        try (EchoServer.Running netty = EchoServer.spawn("--to=all");
                Load hub = Load.of(options, audience);
                Load bare =
                        new Load(
                                bareAudience,
                                URI.create(netty.url()),
                                options.number("sources", 50))) {
            hub.open(sockets);
            bare.open(sockets);
            best(hub, options.number("warmup", 60));
            best(bare, options.number("warmup", 60));
            double hubMillis = Double.MAX_VALUE;
            double bareMillis = Double.MAX_VALUE;
            for (int round = 1; round <= rounds; round++) {
                double one = best(hub, options.number("times", 10));
                double other = best(bare, options.number("times", 10));
                System.out.printf("round %d  hub %.1f ms  netty %.1f ms%n", round, one, other);
                hubMillis = Math.min(hubMillis, one);
                bareMillis = Math.min(bareMillis, other);
            }
            System.out.printf(
                    "one event to %,d sockets: the last has it after %.1f ms, %,.0f deliveries/s;"
                            + " bare Netty %.1f ms, %,.0f/s; ratio %.2f%n",
                    sockets,
                    hubMillis,
                    sockets / hubMillis * 1000,
                    bareMillis,
                    sockets / bareMillis * 1000,
                    bareMillis / hubMillis);
        }
    }

    private static double best(Load load, int times) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < times; i++) {
            best = Math.min(best, load.broadcast());
        }
        return best / 1e6;
    }
}
