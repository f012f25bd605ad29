package io.serai.gateway.data;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.util.function.LongSupplier;

/**
 * Stands before a connection, so that {@code jdbc:} reads cells as JSON while the columns' types
 * are still known (it hands on neither whether a time has a zone nor how long a text is), and so
 * that no statement runs longer than the call may.
 */
final class SqlReading implements InvocationHandler {

    private final Object behind;
    private final LongSupplier seconds;
    private final SqlCells cells;

    private SqlReading(Object behind, LongSupplier seconds, SqlCells cells) {
        this.behind = behind;
        this.seconds = seconds;
        this.cells = cells;
    }

    /**
     * @param cells how cells are read
     * @param seconds the longest a statement that is made now may run
     */
    static Connection connection(Connection behind, SqlCells cells, LongSupplier seconds) {
        return before(Connection.class, behind, seconds, cells);
    }

    private static <T> T before(
            Class<T> type, Object behind, LongSupplier seconds, SqlCells cells) {
        return type.cast(
                Proxy.newProxyInstance(
                        SqlReading.class.getClassLoader(),
                        new Class<?>[] {type},
                        new SqlReading(behind, seconds, cells)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (behind instanceof ResultSet rows
                && method.getName().equals("getObject")
                && arguments != null
                && arguments.length == 1
                && arguments[0] instanceof Integer column) {
            return cell(rows, column);
        }
        if (behind instanceof ResultSetMetaData && method.getName().equals("getColumnType")) {
            // So that it asks for every cell in the same way, large ones included.
            return Types.OTHER;
        }
        if (behind instanceof PreparedStatement
                && arguments != null
                && arguments.length > 1
                && arguments[1] instanceof OffsetDateTime time) {
            arguments[1] = cells.bound(time);
        }
        try {
            return shown(method.invoke(behind, arguments));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private JsonNode cell(ResultSet rows, int column) throws Exception {
        return cells.read(rows, column);
    }

    private @Nullable Object shown(@Nullable Object result) throws Exception {
        return switch (result) {
            case PreparedStatement statement -> {
                statement.setQueryTimeout((int) seconds.getAsLong());
                yield before(PreparedStatement.class, statement, seconds, cells);
            }
            case ResultSet rows -> before(ResultSet.class, rows, seconds, cells);
            case ResultSetMetaData columns ->
                    before(ResultSetMetaData.class, columns, seconds, cells);
            case null, default -> result;
        };
    }
}
