package io.serai.customer;

import io.serai.event.Address;
import io.serai.store.Page;
import io.serai.store.Unit;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Somebody wrote a phone number. It may be theirs or anybody's: an agent is told whose it is. */
record Mention(Address address, List<Evidence> phones, Clock clock) implements Unit<Boolean> {

    @Override
    public List<String> conversations() {
        return List.of();
    }

    @Override
    public Boolean run(Page page) {
        Changes changes = new Changes(page, clock.instant());
        UUID conversation = UUID.fromString(address.conversation());
        Optional<UUID> root = changes.rows().link(conversation).map(IdentityRows.Place::root);
        List<UUID> others =
                phones.stream()
                        .flatMap(it -> changes.rows().withEvidence(it.name()).stream())
                        .filter(it -> root.filter(it::equals).isEmpty())
                        .filter(it -> !changes.rows().isBarred(conversation, it))
                        .distinct()
                        .limit(5)
                        .toList();
        others.forEach(it -> changes.suggest(conversation, it, Evidence.Kind.PHONE));
        return !others.isEmpty();
    }
}
