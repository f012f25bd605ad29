package io.serai.bench;

import java.util.Comparator;
import java.util.List;

/** How many messages a second are acknowledged, which the hub does once they are durable. */
final class Throughput {

    private Throughput() {}

    public static void main(String... args) throws Exception {
        Options options = Options.parse(args);
        Rounds rounds = new Rounds(options);
        rounds.run(
                load -> load.closedLoop(options.number("warmup", 5), options.number("seconds", 8)));
        double hub = best(rounds.hub());
        double limit = best(rounds.limit());
        System.out.printf(
                "durable messages: %,.0f/s; bare Netty echo: %,.0f/s; ratio %.2f%n",
                hub, limit, hub / limit);
    }

    private static double best(List<Load.Result> results) {
        return results.stream()
                .max(Comparator.comparingDouble(Load.Result::acks))
                .map(Load.Result::acks)
                .orElse(Double.NaN);
    }
}
