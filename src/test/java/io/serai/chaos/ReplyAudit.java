package io.serai.chaos;

import io.serai.chaos.Finding.Kind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares what agents said, and were told about it, with what is stored. */
final class ReplyAudit {

    private ReplyAudit() {}

    private record Placed(Reply reply, long seq) {}

    static List<Finding> of(Evidence evidence) {
        List<Finding> findings = new ArrayList<>();
        Map<String, List<Placed>> placed = new HashMap<>();
        for (Reply reply : evidence.replies()) {
            List<Store.Message> stored =
                    evidence.stored(reply.conversation).stream()
                            .filter(it -> it.sender().equals("agent"))
                            .filter(it -> it.author().equals(reply.agent))
                            .filter(it -> it.clientId().equals(reply.id))
                            .toList();
            check(reply, stored, findings);
            if (!stored.isEmpty()) {
                placed.computeIfAbsent(reply.agent + reply.conversation, it -> new ArrayList<>())
                        .add(new Placed(reply, stored.getFirst().seq()));
            }
        }
        placed.values().forEach(replies -> checkOrder(replies, findings));
        return findings;
    }

    private static void check(Reply reply, List<Store.Message> stored, List<Finding> findings) {
        String name = reply.agent + " " + reply.conversation + " reply " + reply.id;
        if (stored.size() > 1) {
            findings.add(
                    new Finding(Kind.DOUBLED, name + " is stored " + stored.size() + " times"));
        }
        switch (reply.fate) {
            case OPEN -> findings.add(new Finding(Kind.STUCK, name + " got no result"));
            case STORED -> {
                if (stored.isEmpty()) {
                    findings.add(new Finding(Kind.LOST, name + " was taken and is not there"));
                }
            }
            case REFUSED -> {
                if (!stored.isEmpty()) {
                    findings.add(new Finding(Kind.DOUBLED, name + " was refused and is there"));
                }
            }
        }
    }

    /** What was taken before the next was said must stand before it. */
    private static void checkOrder(List<Placed> replies, List<Finding> findings) {
        for (Placed earlier : replies) {
            for (Placed later : replies) {
                if (earlier.reply().answered < later.reply().sent && earlier.seq() > later.seq()) {
                    findings.add(
                            new Finding(
                                    Kind.DISORDERED,
                                    "%s %s reply %s stands at %d, before %s at %d"
                                            .formatted(
                                                    later.reply().agent,
                                                    later.reply().conversation,
                                                    later.reply().id,
                                                    later.seq(),
                                                    earlier.reply().id,
                                                    earlier.seq())));
                }
            }
        }
    }
}
