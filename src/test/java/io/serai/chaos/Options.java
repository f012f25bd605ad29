package io.serai.chaos;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is to be proven, and how hard.
 *
 * @param seconds how long there is load and trouble, without starting and settling
 * @param hubs how many hub processes; more than one need all three engines
 * @param rate customers' messages a second, about
 * @param seed of everything that is left to chance here; what the machine does is not
 * @param agents how many people answer
 * @param killEvery seconds between two kills of a hub; 0: none is killed
 * @param outageEvery seconds between two outages of an engine; 0: none
 * @param outage how many seconds an outage lasts
 * @param settle how many seconds everything may take to come to rest
 */
record Options(
        int seconds,
        int hubs,
        int rate,
        long seed,
        int agents,
        int killEvery,
        int outageEvery,
        int outage,
        int settle) {

    private static final Set<String> NAMES =
            Set.of(
                    "seconds",
                    "hubs",
                    "rate",
                    "seed",
                    "agents",
                    "kill-every",
                    "outage-every",
                    "outage",
                    "settle");

    /** Reads {@code --seconds=120 --hubs=3 …}; what is left out has a usual value. */
    static Options parse(String... args) {
        Map<String, Long> given = new HashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            String name = equals < 0 ? "" : arg.substring(2, equals);
            if (!arg.startsWith("--") || !NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "options look like --name=number with a name of " + NAMES + ", not " + arg);
            }
            given.put(name, Long.parseLong(arg.substring(equals + 1)));
        }
        return new Options(
                number(given, "seconds", 120),
                number(given, "hubs", 3),
                number(given, "rate", 40),
                given.getOrDefault("seed", System.nanoTime()),
                number(given, "agents", 6),
                number(given, "kill-every", 8),
                number(given, "outage-every", 25),
                number(given, "outage", 10),
                number(given, "settle", 120));
    }

    private static int number(Map<String, Long> given, String name, int usual) {
        return Math.toIntExact(given.getOrDefault(name, (long) usual));
    }

    boolean cluster() {
        return hubs > 1;
    }

    Duration settling() {
        return Duration.ofSeconds(settle);
    }
}
