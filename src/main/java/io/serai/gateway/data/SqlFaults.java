package io.serai.gateway.data;

import io.serai.gateway.CallTime;
import io.serai.gateway.ContractException;
import io.serai.gateway.OutOfTimeException;
import io.serai.gateway.RefusedException;
import io.serai.gateway.TransientException;
import io.serai.gateway.Trouble;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Objects;

/** What a database's failure means, by its SQLSTATE; the database's own words go no further. */
final class SqlFaults {

    private SqlFaults() {}

    static Exception meaning(Exception failure) {
        Trouble.tell(failure);
        // A pool that got no connection in time says why only at the bottom.
        SQLException last = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            last = cause instanceof SQLException sql ? sql : last;
        }
        return last == null ? failure : meaning(last);
    }

    /** By the system's timeout, or because the message's deadline left less. */
    static Exception late(Exception failure) {
        return CallTime.isOver()
                ? new OutOfTimeException()
                : new TransientException("no answer in time", failure);
    }

    private static Exception meaning(SQLException sql) {
        String state = Objects.requireNonNullElse(sql.getSQLState(), "");
        if (sql instanceof SQLTimeoutException || state.equals("57014") || state.equals("70100")) {
            return late(sql);
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            // No connection, none free, or it broke; too many; shutting down; a deadlock.
            case "", "08", "53", "57", "40", "HY" ->
                    new TransientException("it cannot be reached", sql);
            case "28" -> new ContractException("it refuses the hub's credentials", sql);
            case "25" ->
                    new ContractException("it lets the hub only read, and the query writes", sql);
            case "22" -> new RefusedException("it does not take what is asked for");
            default -> new ContractException("it refuses the query (SQLSTATE " + state + ")", sql);
        };
    }
}
