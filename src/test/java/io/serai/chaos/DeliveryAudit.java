package io.serai.chaos;

import io.serai.chaos.Finding.Kind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what reached users on the platforms with what is stored as sent to them: each message
 * once, in order; what is marked as unknown once or not at all; what failed, not at all.
 */
final class DeliveryAudit {

    private static final Set<String> PLATFORMS = Set.of("wechat", "douyin");
    private static final Set<String> REACHED = Set.of("sent", "delivered", "read");

    private DeliveryAudit() {}

    static List<Finding> of(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        for (Store.Conversation it : evidence.conversations().values()) {
            if (PLATFORMS.contains(it.channel())) {
                List<Store.Message> sent =
                        evidence.stored(it.id()).stream()
                                .filter(message -> !message.sender().equals("customer"))
                                .toList();
                check(it, sent, evidence.platforms().screen(it.channel(), it.user()), findings);
            }
        }
        return findings;
    }

    private static void check(
            Store.Conversation it,
            List<Store.Message> sent,
            List<String> shown,
            List<Finding> findings) {
        String name = it.channel() + " " + it.id();
        for (Store.Message message : sent) {
            if (message.status().equals("queued")) {
                findings.add(new Finding(Kind.STUCK, name + " waits to be sent " + message.seq()));
            }
        }
        if (fits(sent, shown)) {
            return;
        }
        Map<String, Integer> least = new HashMap<>();
        Map<String, Integer> most = new HashMap<>();
        for (Store.Message message : sent) {
            if (REACHED.contains(message.status())) {
                least.merge(message.words().strip(), 1, Integer::sum);
            }
            if (!message.status().equals("failed")) {
                most.merge(message.words().strip(), 1, Integer::sum);
            }
        }
        Map<String, Integer> counts = new HashMap<>();
        shown.forEach(words -> counts.merge(words.strip(), 1, Integer::sum));
        Kind kind = Kind.DISORDERED;
        for (String words : counts.keySet()) {
            if (counts.get(words) > most.getOrDefault(words, 0)) {
                kind = Kind.DOUBLED;
            }
        }
        for (String words : least.keySet()) {
            if (counts.getOrDefault(words, 0) < least.get(words)) {
                kind = Kind.LOST;
            }
        }
        findings.add(
                new Finding(
                        kind,
                        "%s: stored %s, shown %s"
                                .formatted(
                                        name,
                                        sent.stream()
                                                .map(m -> m.status() + " " + brief(m.words()))
                                                .toList(),
                                        shown.stream().map(DeliveryAudit::brief).toList())));
    }

    /** True if the user's screen can come of what is stored. */
    private static boolean fits(List<Store.Message> sent, List<String> shown) {
        boolean[] reachable = new boolean[shown.size() + 1];
        reachable[0] = true;
        for (Store.Message message : sent) {
            boolean certain = REACHED.contains(message.status());
            boolean possible = certain || message.status().equals("unknown");
            for (int i = shown.size(); i >= 0; i--) {
                boolean taken =
                        possible
                                && i > 0
                                && reachable[i - 1]
                                && shown.get(i - 1).strip().equals(message.words().strip());
                reachable[i] = taken || (!certain && reachable[i]);
            }
        }
        return reachable[shown.size()];
    }

    private static String brief(String words) {
        return words.substring(0, Math.min(12, words.length()));
    }
}
