package io.serai.chaos;

import io.serai.chaos.Finding.Kind;
import io.serai.chaos.Store.Holder;
import io.serai.chaos.Store.Owned;
import io.serai.chaos.Store.Spoke;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays all changes of owner again: each must follow on the one before it, only who holds a
 * conversation speaks in it, and nobody ever has more than they can take.
 */
final class OwnerAudit {

    private static final Holder BOT = new Holder("bot", "");

    private final Evidence evidence;
    private final Map<String, Holder> holders = new HashMap<>();
    private final Map<String, Long> fences = new HashMap<>();
    private final Map<String, Integer> loads = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private OwnerAudit(Evidence evidence) {
        this.evidence = evidence;
    }

    static List<Finding> of(Evidence evidence) {
        OwnerAudit audit = new OwnerAudit(evidence);
        for (Store.Step step : evidence.steps()) {
            switch (step) {
                case Owned owned -> audit.owned(owned);
                case Spoke spoke -> audit.spoke(spoke);
            }
        }
        evidence.conversations().values().forEach(audit::stands);
        return audit.findings;
    }

    private void owned(Owned step) {
        String id = step.conversation();
        Holder before = holders.getOrDefault(id, BOT);
        long fence = fences.getOrDefault(id, 1L);
        if (step.fence() != fence + 1 || !step.from().equals(before)) {
            found(
                    id,
                    "goes from %s to %s with fence %d, but %s had it with fence %d"
                            .formatted(step.from(), step.to(), step.fence(), before, fence));
        }
        holders.put(id, step.to());
        fences.put(id, step.fence());
        if (!before.agent().isEmpty()) {
            loads.merge(before.agent(), -1, Integer::sum);
        }
        if (!step.to().agent().isEmpty()) {
            int load = loads.merge(step.to().agent(), 1, Integer::sum);
            if (load > evidence.capacity()) {
                findings.add(
                        new Finding(
                                Kind.OVER_CAPACITY,
                                "%s has %d of %d with %s"
                                        .formatted(
                                                step.to().agent(), load, evidence.capacity(), id)));
            }
        }
    }

    private void spoke(Spoke step) {
        Holder holder = holders.getOrDefault(step.conversation(), BOT);
        if (!holder.equals(new Holder("agent", step.agent()))) {
            found(step.conversation(), step.agent() + " spoke while " + holder + " had it");
        }
    }

    private void stands(Store.Conversation it) {
        Holder holder = holders.getOrDefault(it.id(), BOT);
        long fence = fences.getOrDefault(it.id(), 1L);
        if (!holder.equals(new Holder(it.owner(), it.agent())) || fence != it.fence()) {
            found(
                    it.id(),
                    "belongs to %s %s with fence %d, by its record to %s with fence %d"
                            .formatted(it.owner(), it.agent(), it.fence(), holder, fence));
        }
    }

    private void found(String conversation, String what) {
        findings.add(new Finding(Kind.TWO_OWNERS, conversation + " " + what));
    }
}
