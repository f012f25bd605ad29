package io.serai.store;

import com.zaxxer.hikari.SQLExceptionOverride;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;

/**
 * H2 closes the whole database when it cannot write, and its connections go on saying that they are
 * valid. They are given up here, so that the next ones open it anew.
 */
final class ClosedH2 implements SQLExceptionOverride {

    private static final String DATABASE_IS_CLOSED = "90098";

    /** Opens nothing, but fails on a connection to a database that was closed. */
    static final String TEST = "select 1";

    @java.lang.Override // the interface has a type of the same name
    public Override adjudicate(SQLException e) {
        return e instanceof SQLNonTransientConnectionException
                        || DATABASE_IS_CLOSED.equals(e.getSQLState())
                ? Override.MUST_EVICT
                : Override.CONTINUE_EVICT;
    }
}
