package io.serai.customer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.event.Address;
import io.serai.security.Pseudonyms;
import io.serai.store.Ledger;
import io.serai.store.Unit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes in what is found out about who somebody is. What is known already costs nothing. */
@Component
public class Identity {

    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);

    private final Ledger ledger;
    private final Customers customers;
    private final Pseudonyms pseudonyms;
    private final MeterRegistry meters;
    private final Clock clock;

    /** What was taken in lately: conversation and names. */
    private final Cache<List<String>, Boolean> lately =
            Caffeine.newBuilder()
                    .maximumSize(50_000)
                    .expireAfterWrite(Duration.ofMinutes(10))
                    .build();

    Identity(
            Ledger ledger,
            Customers customers,
            Pseudonyms pseudonyms,
            MeterRegistry meters,
            Clock clock) {
        this.ledger = ledger;
        this.customers = customers;
        this.pseudonyms = pseudonyms;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * What a channel verified about somebody: {@code customer} (the merchant's signed id), {@code
     * unionid} with {@code open-platform}, {@code external_userid} with {@code corp}.
     */
    public void verified(Address address, Map<String, String> profile) {
        take(address, Profile.evidence(address, profile, clock.instant()));
    }

    /**
     * What the CRM says of this identity on its channel.
     *
     * @param verified the merchant's signed id it was asked with, which may differ from the code
     * @param code the merchant's own code of the customer
     * @param phone their phone number, if it gave one that is not masked
     */
    public void confirmed(
            Address address, @Nullable String verified, String code, @Nullable String phone) {
        Instant now = clock.instant();
        List<Evidence> evidence = new ArrayList<>();
        if (verified != null) {
            evidence.add(Evidence.merchant(verified, address.source(), now));
        }
        evidence.add(Evidence.crm(code, "/systems/crm", now));
        Phone.in(phone == null ? "" : phone).stream()
                .findFirst()
                .ifPresent(it -> evidence.add(it.evidence(pseudonyms, "/systems/crm", now)));
        take(address, evidence);
    }

    /** What the CRM calls somebody of whom the channel tells no name. */
    public void called(Address address, String name) {
        List<String> news = List.of(address.conversation(), "called", name);
        if (lately.getIfPresent(news) != null) {
            return;
        }
        ledger.commitNow(
                Unit.on(
                        address.conversation(),
                        page -> {
                            page.conversation(address.conversation())
                                    .filter(it -> it.name() == null || it.name().isBlank())
                                    .ifPresent(it -> page.put(it.knownAs(name, it.attributes())));
                            return true;
                        }));
        lately.put(news, true);
    }

    /** What somebody wrote. A phone number in it proves nothing; an agent is told whose it is. */
    public void wrote(Address address, String text) {
        Instant now = clock.instant();
        List<Evidence> phones =
                Phone.in(text).stream()
                        .limit(3)
                        .map(it -> it.evidence(pseudonyms, address.source(), now))
                        .toList();
        if (!phones.isEmpty() && isNews(address, phones)) {
            ledger.commitNow(new Mention(address, phones, clock));
        }
    }

    private void take(Address address, List<Evidence> evidence) {
        List<Evidence> fitting = evidence.stream().filter(Evidence::fits).toList();
        if (fitting.size() < evidence.size()) {
            meters.counter("serai.customers.refused", "reason", "too-long").increment();
            LOG.warn("An id longer than {} characters links nobody", Evidence.LONGEST);
        }
        if (fitting.isEmpty() || !isNews(address, fitting)) {
            return;
        }
        if (!customers.isKnown(address.conversation(), fitting)) {
            boolean changed = ledger.commitNow(new Observation(address, fitting, clock));
            meters.counter("serai.customers.observed", "changed", String.valueOf(changed))
                    .increment();
        }
        lately.put(named(address, fitting), true);
    }

    private boolean isNews(Address address, List<Evidence> evidence) {
        return lately.getIfPresent(named(address, evidence)) == null;
    }

    private static List<String> named(Address address, List<Evidence> evidence) {
        List<String> names = new ArrayList<>(List.of(address.conversation()));
        evidence.forEach(it -> names.add(it.kind() + it.name()));
        return names;
    }
}
