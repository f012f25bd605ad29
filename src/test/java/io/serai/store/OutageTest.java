package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionSystemException;

import java.io.IOException;
import java.sql.SQLException;

/** What is told of a store that takes nothing. */
class OutageTest {

    @Test
    void theReasonIsWhatTheDatabaseSaidAndNotThatNothingCouldBeTakenBackAfterwards() {
        SQLException ended = new SQLException("FATAL: terminating connection", "57P01");
        TransactionSystemException failure =
                new TransactionSystemException(
                        "JDBC rollback failed", new SQLException("Connection is closed"));
        failure.initApplicationException(
                new DataAccessResourceFailureException("No connection", ended));
        Outage outage = new Outage(new SimpleMeterRegistry());

        outage.goesOn(failure, 1);

        assertThat(outage.reason()).isEqualTo("57P01 FATAL: terminating connection");
    }

    @Test
    void whoReadsWhatH2ClosedForWantOfRoomIsToldThatTheStoreIsAway() {
        var failures = new StoreConfiguration().failures();
        SQLException closed =
                new SQLException(
                        "General error: \"This store is closed\"",
                        "HY000",
                        50000,
                        new IOException("No space left on device"));

        var told = failures.translate("a read", "select 1", closed);

        assertThat(told).isNotNull().matches(StoreAway::is).hasMessage("a read");
        assertThat(failures.translate("a read", "select 1", new SQLException("no", "HY000")))
                .isNull();
    }
}
