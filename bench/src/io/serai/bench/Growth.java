package io.serai.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a store costs as it grows: hubs on a small one and on large ones, asked the same in turns.
 * Each figure is the best round's 95th percentile, in ms, and its ratio to the smallest store's.
 */
final class Growth {

    /** Something asked of a hub. */
    private interface Question {
        void ask(GrowthHub hub) throws Exception;
    }

    private static final Map<String, Question> QUESTIONS = new LinkedHashMap<>();

    static {
        QUESTIONS.put("history page", GrowthHub::history);
        QUESTIONS.put("own conversations, unread", GrowthHub::mine);
        QUESTIONS.put("queue", GrowthHub::queue);
        QUESTIONS.put("latest 500 conversations", GrowthHub::latest);
        QUESTIONS.put("search, 1 in 20 messages", GrowthHub::common);
        QUESTIONS.put("search, one message", GrowthHub::rare);
        QUESTIONS.put("search, two words", GrowthHub::two);
        QUESTIONS.put("search as agent", GrowthHub::asAgent);
    }

    private Growth() {}

    public static void main(String... args) throws Exception {
        Options options = Options.parse(args);
        Path folder = Path.of(options.text("folder", "target/growth")).toAbsolutePath();
        List<GrowthHub> hubs = new ArrayList<>();
        try {
            for (String size : options.text("sizes", "10000,1000000").split(",")) {
                hubs.add(open(Integer.parseInt(size), folder, options));
            }
            measure(hubs, options);
        } finally {
            hubs.forEach(GrowthHub::close);
        }
        write(hubs.stream().map(GrowthHub::store).toList(), options);
    }

    private static GrowthHub open(int size, Path folder, Options options) throws Exception {
        String at = options.text("store", folder.toString());
        String kind = at.startsWith("jdbc:postgresql:") ? "postgresql-" : "h2-";
        Path own = Files.createDirectories(folder.resolve(kind + size));
        GrowthHub hub =
                new GrowthHub(GrowthStore.of(size, at, options.text("user", "postgres")), own);
        hub.fill();
        double seconds = hub.start();
        System.out.printf("%,d messages: search complete after %.0f s%n", size, seconds);
        return hub;
    }

    private static void measure(List<GrowthHub> hubs, Options options) throws Exception {
        int count = options.number("count", 200);
        Map<String, double[]> best = new LinkedHashMap<>();
        for (int round = 0; round <= options.number("rounds", 5); round++) {
            for (var question : QUESTIONS.entrySet()) {
                double[] row = best.computeIfAbsent(question.getKey(), it -> full(hubs.size()));
                for (int i = 0; i < hubs.size(); i++) {
                    double p95 = p95(hubs.get(i), question.getValue(), count);
                    if (round > 0) { // the first one only warms up
                        row[i] = Math.min(row[i], p95);
                    }
                }
            }
        }
        System.out.printf("%-28s", "p95, ms");
        hubs.forEach(hub -> System.out.printf(" %,18d", hub.size()));
        System.out.println();
        best.forEach((name, row) -> print(name, row, false));
        System.out.printf("%-28s", "heap after GC, MB");
        for (GrowthHub hub : hubs) {
            System.out.printf(" %18d", hub.heap());
        }
        System.out.println();
    }

    /** Without the hubs, since a file of H2's has one owner. */
    private static void write(List<GrowthStore> stores, Options options) throws Exception {
        double[] best = new double[stores.size()];
        List<GrowthWriters> writers = new ArrayList<>();
        try {
            stores.forEach(store -> writers.add(new GrowthWriters(store)));
            for (int round = 0; round <= options.number("rounds", 5); round++) {
                for (int i = 0; i < best.length; i++) {
                    double rate = writers.get(i).rate(options.number("seconds", 5));
                    best[i] = round == 0 ? 0 : Math.max(best[i], rate);
                }
            }
        } finally {
            writers.forEach(GrowthWriters::close);
        }
        print("ledger, messages/s", best, true);
    }

    private static double p95(GrowthHub hub, Question question, int count) throws Exception {
        Samples samples = new Samples();
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            question.ask(hub);
            samples.add(System.nanoTime() - start);
        }
        return samples.percentile(95);
    }

    private static void print(String name, double[] row, boolean whole) {
        System.out.printf("%-28s", name);
        System.out.println(
                Arrays.stream(row)
                        .mapToObj(
                                value ->
                                        whole
                                                ? " %,10.0f (%.2f)".formatted(value, value / row[0])
                                                : " %10.2f (%.2f)".formatted(value, value / row[0]))
                        .collect(Collectors.joining()));
    }

    private static double[] full(int length) {
        double[] row = new double[length];
        Arrays.fill(row, Double.MAX_VALUE);
        return row;
    }
}
