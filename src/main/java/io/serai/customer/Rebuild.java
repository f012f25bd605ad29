package io.serai.customer;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.customer.Step.Dated;
import io.serai.event.Json;
import io.serai.store.Ledger;
import io.serai.store.Unit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Makes the tables of who is who again from nothing but the log. */
@Component
public class Rebuild {

    private static final Logger AUDIT = LoggerFactory.getLogger("io.serai.audit");

    private final Ledger ledger;

    Rebuild(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Does it, in one commit; whoever reads sees the old state until then. It reads every step, and
     * nothing else is stored meanwhile: for a quiet hour.
     *
     * @return how many steps there were
     */
    public int run(String login) {
        int steps =
                ledger.commitNow(
                        Unit.of(
                                page -> {
                                    JdbcClient sql = page.sql();
                                    new IdentityRows(sql).lock();
                                    Projection projection = new Projection(sql);
                                    List<Dated> log = log(sql);
                                    projection.clear();
                                    log.forEach(it -> projection.apply(it.step(), it.time()));
                                    return log.size();
                                }));
        AUDIT.info("{} made who is who again from {} events", login, steps);
        return steps;
    }

    /** In the order they were decided, which is that of the feed on one node only. */
    private static List<Dated> log(JdbcClient sql) {
        return sql
                .sql(
                        "select type, body, time from event where type in"
                                + " ('io.serai.customer.linked', 'io.serai.customer.unlinked',"
                                + " 'io.serai.customer.merged', 'io.serai.customer.unmerged')")
                .query((row, n) -> dated(row))
                .list()
                .stream()
                .sorted(Comparator.comparingLong(it -> it.step().number()))
                .toList();
    }

    private static Dated dated(ResultSet row) throws SQLException {
        Timestamp time = row.getTimestamp(3);
        return new Dated(
                Step.read(row.getString(1), Json.read(row.getString(2), JsonNode.class)),
                Objects.requireNonNull(time).toInstant());
    }
}
