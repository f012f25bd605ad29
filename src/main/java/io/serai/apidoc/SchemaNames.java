package io.serai.apidoc;

import io.swagger.v3.core.jackson.TypeNameResolver;

import org.springframework.web.bind.annotation.RestController;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Names of schemas that stay and are each of one type: springdoc's own, the simple class names,
 * would make one schema of two records that are called the same. What is within another class has
 * that one's name before its own; of two with the same name the second has its package's too.
 */
final class SchemaNames extends TypeNameResolver {

    private static final Pattern CONTROLLER = Pattern.compile("(Api|Desk|Endpoint)$");

    private final Map<String, Class<?>> given = new ConcurrentHashMap<>();

    @Override
    protected String getNameOfClass(Class<?> type) {
        String name = name(type);
        Class<?> holder = given.putIfAbsent(name, type);
        if (holder == null || holder == type) {
            return name;
        }
        String home = type.getPackageName().replaceFirst(".*\\.", "");
        return Character.toUpperCase(home.charAt(0)) + home.substring(1) + name;
    }

    static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        if (outer == null) {
            return type.getSimpleName();
        }
        String before =
                outer.isAnnotationPresent(RestController.class)
                        ? CONTROLLER.matcher(outer.getSimpleName()).replaceFirst("")
                        : name(outer);
        return before + type.getSimpleName();
    }
}
