package io.serai.bench;

import java.util.Comparator;
import java.util.List;

/**
 * How long an acknowledgement and the reply take at a fixed rate, from when each message was due.
 */
final class Latency {

    private Latency() {}

    public static void main(String... args) throws Exception {
        Options options = Options.parse(args);
        int rate = options.number("rate", 2000);
        Rounds rounds = new Rounds(options);
        rounds.run(
                load ->
                        load.openLoop(
                                rate, options.number("warmup", 5), options.number("seconds", 10)));
        Load.Result hub = best(rounds.hub());
        Load.Result limit = best(rounds.limit());
        System.out.printf("at %,d/s  hub    %s%n", rate, hub);
        System.out.printf("at %,d/s  netty  %s%n", rate, limit);
        System.out.printf(
                "ack p50 ratio %.1f, p99 ratio %.1f%n",
                hub.ackP50() / limit.ackP50(), hub.ackP99() / limit.ackP99());
    }

    private static Load.Result best(List<Load.Result> results) {
        return results.stream()
                .min(Comparator.comparingDouble(Load.Result::ackP99))
                .orElseThrow(() -> new IllegalStateException("no rounds"));
    }
}
