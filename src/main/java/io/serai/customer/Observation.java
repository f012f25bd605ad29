package io.serai.customer;

import io.serai.event.Address;
import io.serai.event.Ids;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was found out about a conversation, and what follows from it without anybody being asked.
 *
 * <p>Strong evidence links, and joins two customers that turn out to be one. It never joins two
 * with different codes of the merchant's, and never what an agent took apart: those are suggested
 * to an agent.
 */
record Observation(Address address, List<Evidence> evidence, Clock clock) implements Unit<Boolean> {

    @Override
    public List<String> conversations() {
        return List.of();
    }

    /** True if anything changed. */
    @Override
    public Boolean run(Page page) {
        Deduction deduction = new Deduction(new Changes(page, clock.instant()));
        return deduction.run();
    }

    private final class Deduction {

        private final Changes changes;
        private final IdentityRows rows;
        private final UUID conversation = UUID.fromString(address.conversation());
        private final List<Evidence> strong =
                evidence.stream().filter(it -> it.kind().strong()).toList();

        /** The merchant's signed id and the CRM's code for it may be two names of one customer. */
        private final Set<String> found =
                strong.stream()
                        .filter(Evidence::isCode)
                        .map(Evidence::name)
                        .collect(Collectors.toSet());

        private final Map<String, IdentityRows.Place> owners;

        Deduction(Changes changes) {
            this.changes = changes;
            this.rows = changes.rows();
            this.owners = rows.owners(evidence.stream().map(Evidence::name).toList());
        }

        boolean run() {
            IdentityRows.@Nullable Place link = rows.link(conversation).orElse(null);
            UUID root = link == null ? home() : link.root();
            boolean suggested = suggestByPhone(root);
            if (root == null) {
                return suggested;
            }
            List<Evidence> news = news(root);
            boolean isNew = link == null && !news.isEmpty();
            if (link == null && !isNew) {
                return suggested;
            }
            if (!news.isEmpty()) {
                changes.link(link == null ? own(root, news) : link.own(), address, news);
            }
            return join(root) || !news.isEmpty() || suggested;
        }

        /** Whose an unlinked conversation is: somebody known, a new customer, or nobody's. */
        private @Nullable UUID home() {
            List<UUID> known =
                    strong.stream()
                            .sorted((one, other) -> Boolean.compare(other.isCode(), one.isCode()))
                            .map(it -> owners.get(it.name()))
                            .filter(Objects::nonNull)
                            .map(IdentityRows.Place::root)
                            .distinct()
                            .filter(it -> !rows.isBarred(conversation, it))
                            .filter(this::codeAgrees)
                            .toList();
            if (!known.isEmpty()) {
                return known.getFirst();
            }
            boolean free = strong.stream().anyMatch(it -> !owners.containsKey(it.name()));
            return free ? UUID.fromString(Ids.next()) : null;
        }

        /** Whether no other code of the merchant's is theirs than what was found, if any was. */
        private boolean codeAgrees(UUID root) {
            Set<String> codes = rows.codes(root);
            return codes.isEmpty() || found.isEmpty() || !Collections.disjoint(codes, found);
        }

        /** What is to be noted at the conversation, given whose it is. */
        private List<Evidence> news(UUID root) {
            Set<String> noted = rows.evidence(conversation);
            Set<String> codes = rows.codes(root);
            List<Evidence> news = new ArrayList<>();
            for (Evidence it : evidence) {
                IdentityRows.Place owner = owners.get(it.name());
                boolean theirs = owner == null || owner.root().equals(root) || mayJoin(root, owner);
                boolean contradicts =
                        it.isCode() && !codes.isEmpty() && Collections.disjoint(codes, found);
                String entry =
                        it.kind().name().toLowerCase(java.util.Locale.ROOT) + " " + it.name();
                if (theirs && !contradicts && noted.add(entry)) {
                    news.add(it);
                    codes.addAll(it.isCode() ? Set.of(it.name()) : Set.of());
                }
            }
            boolean enough = news.stream().anyMatch(it -> it.kind().strong());
            return enough || rows.link(conversation).isPresent() ? news : List.of();
        }

        /** Of the customers who are one now, the one whose evidence it is. */
        private UUID own(UUID root, List<Evidence> news) {
            return news.stream()
                    .map(it -> owners.get(it.name()))
                    .filter(it -> it != null && it.root().equals(root))
                    .map(IdentityRows.Place::own)
                    .findFirst()
                    .orElse(root);
        }

        /** Joins those whose evidence this conversation has, or suggests it. */
        private boolean join(UUID root) {
            boolean joined = false;
            UUID mine = root;
            Set<UUID> done = new HashSet<>(Set.of(root));
            for (Evidence it : strong) {
                IdentityRows.Place owner = owners.get(it.name());
                if (owner == null || !done.add(owner.root())) {
                    continue;
                }
                if (mayJoin(mine, owner)) {
                    mine = joined(mine, owner.root(), it.kind());
                } else if (!rows.isBarred(conversation, owner.root())) {
                    changes.suggest(conversation, owner.root(), it.kind());
                }
                joined = true;
            }
            return joined;
        }

        private boolean mayJoin(UUID root, IdentityRows.Place owner) {
            Set<String> codes = rows.codes(root, owner.root());
            return (codes.size() <= 1 || found.containsAll(codes))
                    && !rows.areApart(root, owner.root())
                    && !rows.areDivided(root, owner.root())
                    && !rows.isBarred(conversation, owner.root());
        }

        /** The one with a code stays, else the older. */
        private UUID joined(UUID mine, UUID theirs, Evidence.Kind because) {
            boolean stay =
                    rows.codes(theirs).isEmpty()
                            && (!rows.codes(mine).isEmpty()
                                    || mine.toString().compareTo(theirs.toString()) < 0);
            UUID into = stay ? mine : theirs;
            changes.merge(into, stay ? theirs : mine, because, null);
            return into;
        }

        private boolean suggestByPhone(@Nullable UUID root) {
            List<UUID> others =
                    evidence.stream()
                            .filter(it -> it.kind() == Evidence.Kind.PHONE)
                            .flatMap(it -> others(it, root))
                            .toList();
            others.forEach(it -> changes.suggest(conversation, it, Evidence.Kind.PHONE));
            return !others.isEmpty();
        }

        private Stream<UUID> others(Evidence phone, @Nullable UUID root) {
            return rows.withEvidence(phone.name()).stream().filter(it -> !it.equals(root)).limit(5);
        }
    }
}
