package io.serai.bench;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Measures the hub and the limit in turns, A B A B …, because a shared machine is never the same
 * twice; the best of each side is compared.
 */
final class Rounds {

    private final Options options;
    private final List<Load.Result> hub = new ArrayList<>();
    private final List<Load.Result> limit = new ArrayList<>();
    private final List<Double> rows = new ArrayList<>();

    Rounds(Options options) {
        this.options = options;
    }

    List<Load.Result> hub() {
        return hub;
    }

    List<Load.Result> limit() {
        return limit;
    }

    /** What the database can commit a second, if {@code --database} was given. */
    List<Double> rows() {
        return rows;
    }

    void run(Function<Load, Load.Result> figure) throws Exception {
        int count = options.number("connections", 200);
        Dialogue echo = new Dialogue.Echo("/", options.number("size", 200));
        try (EchoServer.Running server = EchoServer.spawn()) {
            for (int round = 1; round <= options.number("rounds", 5); round++) {
                hub.add(
                        once(
                                Load.of(options, Dialogue.of(options)),
                                count,
                                load -> withAgents(load, count, figure)));
                System.out.printf("round %d  hub    %s%n", round, hub.getLast());
                Load bare = new Load(echo, URI.create(server.url()), options.number("sources", 50));
                limit.add(once(bare, count, figure));
                System.out.printf("round %d  netty  %s%n", round, limit.getLast());
                if (options.has("database")) {
                    try (GroupCommit database = new GroupCommit(options.text("database", ""))) {
                        rows.add(database.measure(2, options.number("seconds", 8)));
                    }
                    System.out.printf("round %d  rows   %,.0f/s%n", round, rows.getLast());
                }
            }
        }
    }

    private Load.Result withAgents(Load load, int count, Function<Load, Load.Result> figure) {
        if (!options.has("agents")) {
            return figure.apply(load);
        }
        try (Desk desk = new Desk(options, load::told)) {
            load.saySomething();
            desk.awaitHeld(count);
            return figure.apply(load);
        }
    }

    private static Load.Result once(
            Load load, int connections, Function<Load, Load.Result> figure) {
        try (load) {
            load.open(connections);
            Load.Result result = figure.apply(load);
            if (result.failures() > 0) {
                System.out.println("  first failure: " + load.firstFailure());
            }
            return result;
        }
    }
}
