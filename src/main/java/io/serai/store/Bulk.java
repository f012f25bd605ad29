package io.serai.store;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A statement that many rows are written with.
 *
 * <p>PostgreSQL gets it once, with an array of values for each column: it then plans and starts it
 * once instead of once per row, which a JDBC batch does not spare it. H2 gets a batch.
 */
final class Bulk {

    private final String each;
    private final String all;

    private Bulk(String each, String all) {
        this.each = each;
        this.all = all;
    }

    /** Inserts; columns are given with their types, like {@code "id uuid, seq bigint"}. */
    static Bulk insert(String table, String columns) {
        List<Column> given = Column.parse(columns);
        String into = "insert into " + table + " (" + names(given, Column::name) + ") ";
        return new Bulk(
                into + "values (" + names(given, column -> "?") + ")",
                into + "select * from " + given(given));
    }

    /** Updates; the values of the columns come first, then those of the key. */
    static Bulk update(String table, String columns, String key) {
        List<Column> set = Column.parse(columns);
        List<Column> where = Column.parse(key);
        String start = "update " + table + " set ";
        return new Bulk(
                start
                        + names(set, column -> column.name + " = ?")
                        + " where "
                        + all(where, column -> column.name + " = ?"),
                start
                        + names(set, column -> column.name + " = given." + column.name)
                        + " from "
                        + given(Column.parse(columns + ", " + key))
                        + " where "
                        + all(where, column -> column.in(table)));
    }

    /** Deletes by key. */
    static Bulk delete(String table, String key) {
        List<Column> where = Column.parse(key);
        String start = "delete from " + table;
        return new Bulk(
                start + " where " + all(where, column -> column.name + " = ?"),
                start + " using " + given(where) + " where " + all(where, it -> it.in(table)));
    }

    /** Writes the rows to H2, at once. */
    void write(JdbcTemplate jdbc, List<Object[]> rows) {
        if (rows.size() == 1) {
            jdbc.update(each, rows.getFirst());
        } else if (!rows.isEmpty()) {
            jdbc.batchUpdate(each, rows);
        }
    }

    /** Has the rows written to PostgreSQL by the script. */
    void addTo(Script script, List<Object[]> rows) {
        if (rows.size() == 1) {
            script.add(each, rows.getFirst());
        } else if (!rows.isEmpty()) {
            script.add(all, columns(rows));
        }
    }

    /** As texts, which is what the driver would send anyway. */
    private static Object[] columns(List<Object[]> rows) {
        Object[] columns = new Object[rows.getFirst().length];
        for (int column = 0; column < columns.length; column++) {
            @Nullable String[] values = new @Nullable String[rows.size()];
            for (int row = 0; row < values.length; row++) {
                Object value = rows.get(row)[column];
                values[row] = value == null ? null : value.toString();
            }
            columns[column] = values;
        }
        return columns;
    }

    private static String given(List<Column> columns) {
        return "unnest(%s) as given (%s)"
                .formatted(names(columns, Column::array), names(columns, Column::name));
    }

    private static String all(List<Column> columns, Function<Column, String> part) {
        return columns.stream().map(part).collect(Collectors.joining(" and "));
    }

    private static String names(List<Column> columns, Function<Column, String> part) {
        return columns.stream().map(part).collect(Collectors.joining(", "));
    }

    private record Column(String name, String type) {

        static List<Column> parse(String columns) {
            return Arrays.stream(columns.split(", "))
                    .map(column -> column.split(" "))
                    .map(parts -> new Column(parts[0], parts[1]))
                    .toList();
        }

        String in(String table) {
            return table + "." + name + " = given." + name;
        }

        String array() {
            return "?::" + type + "[]";
        }
    }
}
