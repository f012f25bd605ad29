package io.serai.reload;

import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.Service;
import org.apache.camel.spi.BeanRepository;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The live beans as the shadow context may see them.
 *
 * <p>Components and endpoints stay out of sight. What Camel starts and stops with a route, such as
 * an idempotent repository, is given as an empty stand-in where the route asks for an interface, so
 * that closing the shadow does not stop the live one.
 */
record ShadowBeans(BeanRepository live) implements BeanRepository {

    @Override
    public @Nullable Object lookupByName(String name) {
        Object bean = live.lookupByName(name);
        return bean instanceof Component || bean instanceof Endpoint ? null : bean;
    }

    @Override
    public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        return shown(live.lookupByNameAndType(name, type), type);
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        Map<String, T> found = new HashMap<>();
        live.findByTypeWithName(type)
                .forEach(
                        (name, bean) -> {
                            T shown = shown(bean, type);
                            if (shown != null) {
                                found.put(name, shown);
                            }
                        });
        return found;
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.copyOf(findByTypeWithName(type).values());
    }

    private static <T> @Nullable T shown(@Nullable T bean, Class<T> type) {
        if (bean instanceof Component || bean instanceof Endpoint) {
            return null;
        }
        return bean instanceof Service && type.isInterface()
                ? type.cast(standIn(bean, type))
                : bean;
    }

    private static Object standIn(Object bean, Class<?> type) {
        InvocationHandler nothing =
                (proxy, method, args) ->
                        switch (method.getName()) {
                            case "equals" -> proxy == args[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            case "toString" -> "stand-in for " + bean.getClass().getName();
                            default -> empty(method.getReturnType());
                        };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, nothing);
    }

    private static @Nullable Object empty(Class<?> type) {
        if (!type.isPrimitive() || type == void.class) {
            return null;
        }
        return Array.get(Array.newInstance(type, 1), 0);
    }
}
