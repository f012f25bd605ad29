package io.serai.bench;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How many durable messages a second go from end to end: what a customer says, acknowledged once it
 * is durable, and the reply, durable before it is told. Compared with a server that only echoes,
 * and with {@code --database=<JDBC URL>} with what that database can commit, in turns.
 */
final class Throughput {

    private Throughput() {}

    public static void main(String... args) throws Exception {
        Options options = Options.parse(args);
        int warmUp = options.number("warmup", 5);
        int seconds = options.number("seconds", 8);
        Rounds rounds = new Rounds(options);
        rounds.run(load -> load.closedLoop(warmUp, seconds));
        double durable = best(rounds.hub(), result -> result.acks() + result.replies());
        double echo = best(rounds.limit(), Load.Result::acks);
        System.out.printf(
                "durable messages end to end: %,.0f/s; bare Netty echo: %,.0f/s; ratio %.2f%n",
                durable, echo, durable / echo);
        if (options.has("database")) {
            double rows = rounds.rows().stream().mapToDouble(each -> each).max().orElseThrow();
            System.out.printf("group commit: %,.0f rows/s; ratio %.2f%n", rows, durable / rows);
        }
    }

    private static double best(List<Load.Result> results, ToDoubleFunction<Load.Result> figure) {
        return results.stream()
                .max(Comparator.comparingDouble(figure))
                .map(figure::applyAsDouble)
                .orElse(Double.NaN);
    }
}
