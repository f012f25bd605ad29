package io.serai.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a store costs as it grows: hubs on a small one and on large ones, asked the same in turns,
 * question by question, so that a shared machine is as busy for one as for the other.
 */
final class Growth {

    /** Something asked of a hub. */
    private interface Question {
        void ask(GrowthHub hub) throws Exception;
    }

    private static final Map<String, Question> QUESTIONS = new LinkedHashMap<>();

    static {
        QUESTIONS.put("history, recent customer", GrowthHub::history);
        QUESTIONS.put("history, any customer ever", GrowthHub::old);
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
                new GrowthHub(
                        GrowthStore.of(size, at, options.text("user", "postgres")),
                        own,
                        options.number("search", 1) == 1);
        hub.fill();
        double seconds = hub.start();
        System.out.printf("%,d messages: search complete after %.0f s%n", size, seconds);
        return hub;
    }

    private static void measure(List<GrowthHub> hubs, Options options) throws Exception {
        System.out.printf("%-28s", "p50 and p95, ms");
        hubs.forEach(hub -> System.out.printf(" %,23d", hub.size()));
        System.out.println();
        for (var question : QUESTIONS.entrySet()) {
            if (question.getKey().startsWith("search") && options.number("search", 1) == 0) {
                continue;
            }
            if (!question.getKey().startsWith(options.text("only", ""))) {
                continue;
            }
            inTurns(hubs, question.getValue(), options.number("warmup", 300));
            List<Samples> samples =
                    inTurns(hubs, question.getValue(), options.number("count", 1_000));
            double least = samples.getFirst().percentile(95);
            System.out.printf("%-28s", question.getKey());
            for (Samples of : samples) {
                double p95 = of.percentile(95);
                System.out.printf(" %8.2f %7.2f (%.2f)", of.percentile(50), p95, p95 / least);
            }
            System.out.println();
        }
        System.out.printf("%-28s", "heap after GC, MB");
        for (GrowthHub hub : hubs) {
            System.out.printf(" %23d", hub.heap());
        }
        System.out.println();
    }

    /** Without the hubs, since a file of H2's has one owner. */
    private static void write(List<GrowthStore> stores, Options options) throws Exception {
        double[] best = new double[stores.size()];
        List<GrowthWriters> writers = new ArrayList<>();
        try {
            int active = options.number("active", 500);
            stores.forEach(store -> writers.add(new GrowthWriters(store, active)));
            for (int round = 0; round <= options.number("rounds", 5); round++) {
                for (int i = 0; i < best.length; i++) {
                    double rate = writers.get(i).rate(options.number("seconds", 5));
                    best[i] = round == 0 ? 0 : Math.max(best[i], rate);
                }
            }
        } finally {
            writers.forEach(GrowthWriters::close);
        }
        System.out.printf("%-28s", "ledger, messages/s");
        for (double rate : best) {
            System.out.printf(" %,16.0f (%.2f)", rate, rate / best[0]);
        }
        System.out.println();
    }

    /** One question to each hub after the other, so that all meet the same neighbours. */
    private static List<Samples> inTurns(List<GrowthHub> hubs, Question question, int count)
            throws Exception {
        List<Samples> samples = hubs.stream().map(hub -> new Samples()).toList();
        for (int i = 0; i < count; i++) {
            for (int turn = 0; turn < hubs.size(); turn++) {
                int which = (turn + i) % hubs.size();
                long start = System.nanoTime();
                question.ask(hubs.get(which));
                samples.get(which).add(System.nanoTime() - start);
            }
        }
        return samples;
    }
}
