package io.serai.gateway.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class SqlQueryTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select 1",
                "SELECT a FROM t WHERE b = :?b;",
                "with x as (select 1) select * from x",
                "select ';' as \"update\", 'drop table t' from `delete` where a::text = 'it''s'",
                "-- the newest first\nselect a from t order by b desc"
            })
    void whatReadsIsTaken(String query) {
        assertThat(new SqlQuery(query).text(Map.of("b", 1))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    update t set a = 1                          | it must start with SELECT or WITH
                    call spend()                                | it must start with SELECT or WITH
                    ''                                          | it must start with SELECT or WITH
                    select 1; select 2                          | it must be one statement
                    select 1; drop table t                      | it must be one statement
                    with x as (delete from t returning a) select a from x | it must only read, and has delete
                    select a into outfile "x" from t            | it must only read, and has into
                    select a from t for update                  | it must only read, and has update
                    select a from t for share                   | it must only read, and has for share
                    select 1 /*! into outfile x */              | comments are written as --
                    select $$x$$                                | text is written in single quotes
                    select a from t where b = ?                 | values are written as :?name
                    select a from t where b = ':?b'             | a value is not written in quotes
                    """)
    void whatDoesMoreIsRefusedWithTheReason(String query, String reason) {
        assertThatThrownBy(() -> new SqlQuery(query.replace("''", "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The query is not allowed: " + reason);
    }

    @Test
    void onlyHowManyThereAreHasASayInTheText() {
        SqlQuery query = new SqlQuery("select a from t where b in (:?b) and c = :?c");

        Map<String, Object> three = Map.of("b", List.of("'", ":?c", "?"), "c", 1);

        assertThat(query.text(three))
                .isEqualTo(
                        "select a from t where b in (:?b__0, :?b__1, :?b__2, :?b__3) and c = :?c");
        assertThat(SqlQuery.spread(three))
                .containsEntry("b__1", ":?c")
                .containsEntry("b__2", "?")
                .containsEntry("b__3", "?");
        assertThat(query.text(Map.of("b", List.of(), "c", 1))).contains("in (:?b__0)");
        assertThat(SqlQuery.spread(Map.of("b", List.of()))).containsEntry("b__0", null);
    }

    @Test
    void whatIsNotGivenIsNamed() {
        SqlQuery query = new SqlQuery("select a from t where b = :?b");

        assertThatThrownBy(() -> query.text(Map.of("c", 1)))
                .hasMessage("The query binds [b], which is not given");
    }
}
