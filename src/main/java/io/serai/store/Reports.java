package io.serai.store;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What is read across all conversations, at a cost that doesn't grow with how many there are. */
@Component
public class Reports {

    /** Events one query looks at, and how many queries at most. */
    private static final int SCAN = 2_000;

    private static final int SCANS = 25;

    private final Replica replica;
    private final boolean byTransaction;

    Reports(Replica replica, StoreSettings settings) {
        this.replica = replica;
        this.byTransaction = settings.shared();
    }

    /**
     * The conversations in which something was said last, the latest first; of the last 50,000
     * events at most. An index on the time of the last message would have to be written with every
     * message; the events stand in that order anyway.
     */
    public List<Conversation> latest(int limit) {
        return replica.read(jdbc -> latest(jdbc, limit));
    }

    private List<Conversation> latest(JdbcTemplate jdbc, int limit) {
        UUID[] ids = spokenLast(jdbc, limit).toArray(UUID[]::new);
        return jdbc
                .query(
                        "select "
                                + Rows.CONVERSATION_COLUMNS
                                + " from conversation where id = any(?)",
                        (row, n) -> Rows.conversation(row),
                        (Object) ids)
                .stream()
                .sorted(Comparator.comparing(Conversation::updated).reversed())
                .toList();
    }

    private Set<UUID> spokenLast(JdbcTemplate jdbc, int limit) {
        Set<UUID> found = new LinkedHashSet<>();
        long[] place = {Long.MAX_VALUE, Long.MAX_VALUE};
        String sql =
                byTransaction
                        ? "select conversation, tx, position from event where (tx, position) < (?,"
                                + " ?) order by tx desc, position desc limit ?"
                        : "select conversation, 1, position from event where ? > 0 and position <"
                                + " ? order by position desc limit ?";
        for (int scan = 0; scan < SCANS; scan++) {
            int[] rows = {0};
            jdbc.query(
                    sql,
                    row -> {
                        rows[0]++;
                        place[0] = row.getLong(2);
                        place[1] = row.getLong(3);
                        UUID conversation = row.getObject(1, UUID.class);
                        if (conversation != null && found.size() < limit) {
                            found.add(conversation);
                        }
                    },
                    place[0],
                    place[1],
                    SCAN);
            if (found.size() == limit || rows[0] < SCAN) {
                break;
            }
        }
        return found;
    }
}
