package io.serai.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.RowCallbackHandler;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Queries asked one after another; PostgreSQL is sent all of them at once and waited for once. */
final class Questions {

    private record Question(String sql, RowCallbackHandler reader, List<Object[]> arrays) {}

    private final List<Question> questions = new ArrayList<>();

    /**
     * Adds one.
     *
     * @param reader is told each row of the answer
     * @param arrays what stands for its question marks
     */
    void add(String sql, RowCallbackHandler reader, Object[]... arrays) {
        questions.add(new Question(sql, reader, List.of(arrays)));
    }

    /**
     * Asks them.
     *
     * @param together true if the database is PostgreSQL
     */
    void ask(JdbcTemplate jdbc, boolean together) {
        if (!together || questions.size() == 1) {
            questions.forEach(it -> jdbc.query(it.sql, it.reader, it.arrays.toArray()));
        } else if (!questions.isEmpty()) {
            jdbc.execute(
                    questions.stream().map(Question::sql).collect(Collectors.joining("; ")),
                    (PreparedStatementCallback<@Nullable Void>) this::answers);
        }
    }

    private @Nullable Void answers(PreparedStatement statement) throws SQLException {
        int place = 0;
        for (Question question : questions) {
            for (Object[] array : question.arrays) {
                statement.setObject(++place, array);
            }
        }
        statement.execute();
        for (Question question : questions) {
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    question.reader.processRow(rows);
                }
            }
            // Also makes the next answer the current one.
            statement.getMoreResults();
        }
        return null;
    }
}
