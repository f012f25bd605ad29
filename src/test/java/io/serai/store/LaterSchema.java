package io.serai.store;

import org.springframework.jdbc.core.simple.JdbcClient;

import javax.sql.DataSource;

/** A store that a hub of the future has migrated. */
final class LaterSchema {

    private LaterSchema() {}

    static void pretend(DataSource source) {
        JdbcClient.create(source)
                .sql(
                        """
                        insert into "flyway_schema_history" ("installed_rank", "version",
                            "description", "type", "script", "checksum", "installed_by",
                            "execution_time", "success")
                        select max("installed_rank") + 1, '9000', 'later', 'SQL', 'V9000__later.sql',
                            1, 'later', 1, true from "flyway_schema_history"
                        """)
                .update();
    }
}
