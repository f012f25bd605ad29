package io.serai.assignment;

import io.serai.store.Page;

import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Who passed on which conversation a moment ago, so that they are not asked again at once. */
@Component
class PassedOffers {

    private final AssignmentSettings settings;
    private final Clock clock;

    PassedOffers(AssignmentSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** They passed on it now. */
    void note(Page page, String conversation, String agent) {
        UUID id = UUID.fromString(conversation);
        page.sql()
                .sql("delete from passed_offer where conversation = ? and agent = ? or until < ?")
                .params(id, agent, now())
                .update();
        page.sql()
                .sql("insert into passed_offer (conversation, agent, until) values (?, ?, ?)")
                .params(id, agent, now().plus(settings.pause()))
                .update();
    }

    /** Whom not to ask, by conversation. */
    Map<String, Set<String>> stillValid(Page page) {
        Map<String, Set<String>> agents = new HashMap<>();
        page.sql()
                .sql("select conversation, agent from passed_offer where until >= ?")
                .param(now())
                .query(
                        row -> {
                            agents.computeIfAbsent(row.getString(1), id -> new HashSet<>())
                                    .add(row.getString(2));
                        });
        return agents;
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
