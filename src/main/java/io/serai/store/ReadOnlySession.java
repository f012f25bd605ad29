package io.serai.store;

import com.zaxxer.hikari.SQLExceptionOverride;

import java.sql.SQLException;

/**
 * A connection to PostgreSQL that takes no writes may never take any, though new ones do: its
 * database is a standby that the name no longer leads to, or what new sessions may was changed. It
 * is given up, as one that broke.
 */
final class ReadOnlySession implements SQLExceptionOverride {

    @java.lang.Override // the interface has a type of the same name
    public Override adjudicate(SQLException e) {
        return Outage.READ_ONLY.equals(e.getSQLState())
                ? Override.MUST_EVICT
                : Override.CONTINUE_EVICT;
    }
}
