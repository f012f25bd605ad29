package io.serai.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.engines.Engines;
import io.serai.store.OpenStore;

import org.junit.jupiter.api.Test;

import java.sql.DriverManager;
import java.sql.SQLException;

class ExportOnPostgresTest extends ExportContract {

    private String database;

    @Override
    OpenStore store() {
        database = Engines.postgres().freshDatabase();
        return new OpenStore(database, Engines.postgres().user());
    }

    @Test
    void anAnalystWhoMayReadTheViewsMayReadNothingElse() throws Exception {
        try (var connection = DriverManager.getConnection(database, Engines.postgres().user(), "");
                var statement = connection.createStatement()) {
            statement.execute("create role analyst_of_test");
            statement.execute(
                    "grant select on bi_messages, bi_events, bi_conversations, bi_agents to"
                            + " analyst_of_test");
            statement.execute("set role analyst_of_test");

            assertThat(statement.executeQuery("select count(*) from bi_messages").next()).isTrue();
            assertThatThrownBy(() -> statement.executeQuery("select body from event"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.executeUpdate("delete from bi_messages"))
                    .hasMessageContaining("permission denied");
            statement.execute("reset role");
            statement.execute("drop owned by analyst_of_test");
            statement.execute("drop role analyst_of_test");
        }
    }
}
