package io.serai.customer;

import io.serai.event.Address;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.UUID;

/**
 * Links, when the hub starts, what a channel or the CRM had named a customer of before: by an
 * earlier hub, or just before a crash. Each is a row that was stored with its message.
 */
@Component
class Adoption {

    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);
    private static final int PAGE = 500;

    private final JdbcClient sql;
    private final Identity identity;

    private record Named(UUID conversation, String code, Address address) {}

    Adoption(JdbcClient sql, Identity identity) {
        this.sql = sql;
        this.identity = identity;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        Thread.ofVirtual().name("customers-adopted").start(this::quietly);
    }

    private void quietly() {
        try {
            int adopted = run();
            if (adopted > 0) {
                LOG.info("Linked {} conversations that were named a customer of before", adopted);
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "Not all conversations of known customers are linked yet, the next start goes"
                            + " on: {}",
                    e.getClass().getSimpleName());
        }
    }

    /** Returns how many there were. */
    int run() {
        int adopted = 0;
        UUID after = new UUID(0, 0);
        List<Named> page = page(after);
        while (!page.isEmpty()) {
            for (Named it : page) {
                identity.confirmed(it.address(), null, it.code(), null);
                after = it.conversation();
                adopted++;
            }
            page = page(after);
        }
        return adopted;
    }

    private List<Named> page(UUID after) {
        return sql.sql(
                        "select n.conversation, min(n.customer), c.channel, c.account,"
                            + " c.platform_user from customer_conversation n join conversation c on"
                            + " c.id = n.conversation where n.conversation > ? and not exists"
                            + " (select 1 from customer_link l where l.conversation ="
                            + " n.conversation) group by n.conversation, c.channel, c.account,"
                            + " c.platform_user order by n.conversation limit ?")
                .params(after, PAGE)
                .query(
                        (row, n) ->
                                new Named(
                                        UUID.fromString(row.getString(1)),
                                        row.getString(2),
                                        new Address(
                                                row.getString(3),
                                                row.getString(4),
                                                row.getString(5))))
                .list();
    }
}
