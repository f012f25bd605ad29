package io.serai.store;

import io.serai.event.Address;

import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.util.List;

import javax.sql.DataSource;

/** A store as the very first hub made it and left it, word for word. */
final class FirstSchema {

    static final Address ZHANG = new Address("wechat", "main", "zhang");
    private static final String ID = ZHANG.conversation();

    private static final List<String> ROWS =
            List.of(
                    """
                    insert into conversation (id, channel, account, platform_user, name, attributes,
                        reply, owner, agent, skill, since, fence, last_seq, inbound_seq, handled_seq,
                        agent_seq, misses, memory, last_agent, preview, updated, offered_until)
                    values ('%s', 'wechat', 'main', 'zhang', '张三', '{"customer":"C1"}', '{"msg_id":"@x"}',
                        'agent', 'mei', 'returns', '2026-01-02 03:04:05+00', 4, 2, 1, 1, 2, 0,
                        '{"language":"zh"}', 'mei', '这样退', '2026-01-02 03:05:06+00', null)
                    """
                            .formatted(ID),
                    """
                    insert into event (id, type, source, conversation, seq, time, dedup, status, body)
                    values ('019b7c3e-0000-7000-8000-000000000001', 'io.serai.message.received',
                        '/channels/wechat/main', '%s', 1, '2026-01-02 03:04:05+00',
                        '00000000-0000-4000-8000-00000000d001', 'delivered',
                        '{"sender":{"kind":"customer","id":"zhang"},"content":{"type":"text","text":"怎么退货"}}')
                    """
                            .formatted(ID),
                    """
                    insert into event (id, type, source, conversation, seq, time, status, body)
                    values ('019b7c3e-0000-7000-8000-000000000002', 'io.serai.message.sent',
                        '/channels/wechat/main', '%s', 2, '2026-01-02 03:05:06+00', 'queued',
                        '{"sender":{"kind":"agent","id":"mei"},"content":{"type":"text","text":"这样退"}}')
                    """
                            .formatted(ID),
                    """
                    insert into event (id, type, source, subject, time, body)
                    values ('019b7c3e-0000-7000-8000-000000000003', 'io.serai.order.paid',
                        '/systems/orders', 'O1', '2026-01-02 03:06:07+00', '{"order":"O1"}')
                    """,
                    "insert into outbox (conversation, seq, calling) values ('%s', 2, false)"
                            .formatted(ID),
                    "insert into agent (login, presence, lost) values ('mei', 'online', null)",
                    "insert into customer_conversation (customer, conversation) values ('C1', '%s')"
                            .formatted(ID));

    private FirstSchema() {}

    /** Makes it in an empty database. */
    static void make(StoreSettings settings, DataSource source) {
        Schema.configure(Flyway.configure().dataSource(source), settings)
                .target("1")
                .skipDefaultCallbacks(true)
                .load()
                .migrate();
        JdbcClient sql = JdbcClient.create(source);
        ROWS.forEach(row -> sql.sql(row).update());
    }
}
