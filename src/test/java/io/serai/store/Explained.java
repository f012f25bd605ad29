package io.serai.store;

import org.springframework.jdbc.datasource.DelegatingDataSource;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

/** Has the database explain every query before it runs, and counts the rows it looked at. */
final class Explained extends DelegatingDataSource {

    /** H2's and PostgreSQL's words for rows that a step of the plan went through. */
    private static final Pattern LOOKED_AT =
            Pattern.compile("scanCount: (\\d+)|rows=(\\d+) loops|Removed by Filter: (\\d+)");

    private record Set(Method setter, Object[] arguments) {}

    private final Map<String, Long> looks = new LinkedHashMap<>();

    Explained(DataSource source) {
        super(source);
    }

    /** The most rows that one step of one run looked at, by query. */
    Map<String, Long> looks() {
        return looks;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return proxy(
                Connection.class,
                (method, arguments) -> {
                    Object result = method.invoke(connection, arguments);
                    return method.getName().equals("prepareStatement")
                            ? explained(
                                    connection, (String) arguments[0], (PreparedStatement) result)
                            : result;
                });
    }

    private PreparedStatement explained(
            Connection connection, String sql, PreparedStatement statement) {
        List<Set> sets = new ArrayList<>();
        return proxy(
                PreparedStatement.class,
                (method, arguments) -> {
                    if (method.getName().startsWith("set") && arguments.length > 1) {
                        sets.add(new Set(method, arguments));
                    } else if (method.getName().equals("executeQuery")) {
                        explain(connection, sql, sets);
                    }
                    return method.invoke(statement, arguments);
                });
    }

    private void explain(Connection connection, String sql, List<Set> sets)
            throws SQLException, ReflectiveOperationException {
        try (PreparedStatement explain = connection.prepareStatement("explain analyze " + sql)) {
            for (Set set : sets) {
                set.setter.invoke(explain, set.arguments);
            }
            try (ResultSet plan = explain.executeQuery()) {
                while (plan.next()) {
                    Matcher found = LOOKED_AT.matcher(plan.getString(1));
                    while (found.find()) {
                        looks.merge(sql, number(found), Math::max);
                    }
                }
            }
        }
    }

    private static long number(Matcher found) {
        for (int group = 1; group <= found.groupCount(); group++) {
            if (found.group(group) != null) {
                return Long.parseLong(found.group(group));
            }
        }
        throw new IllegalStateException();
    }

    private interface Call {
        Object invoke(Method method, Object[] arguments)
                throws SQLException, ReflectiveOperationException;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (self, method, arguments) -> {
                            try {
                                return call.invoke(method, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }
}
