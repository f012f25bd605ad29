package io.serai.reload;

import org.apache.camel.CamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.StringQuoteHelper;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Refuses calls of beans, such as {@code key(*, 'orders')}, that cannot be. Camel tries to make one
 * of them with each message: of a file that was half written the route would be live and fail.
 */
final class BeanCalls {

    private BeanCalls() {}

    /** A call that cannot be, and the line it stands in. */
    static final class BadCallException extends IllegalArgumentException {

        final transient int line;

        BadCallException(BeanDefinition step, String message) {
            super(message);
            this.line = step.getLineNumber();
        }
    }

    /**
     * Looks at what a route calls with arguments.
     *
     * @throws BadCallException at the first call that cannot be
     */
    static void check(CamelContext camel, RouteDefinition route) {
        for (BeanDefinition step :
                ProcessorDefinitionHelper.filterTypeInOutputs(
                        route.getOutputs(), BeanDefinition.class)) {
            String call = step.getMethod() == null ? "" : step.getMethod().strip();
            if (call.contains("(")) {
                check(camel, step, call);
            }
        }
    }

    private static void check(CamelContext camel, BeanDefinition step, String call) {
        if (!call.endsWith(")")) {
            throw new BadCallException(
                    step,
                    "The call \"%s\" of a bean does not end in a parenthesis.".formatted(call));
        }
        String ref = step.getRef() == null ? "" : step.getRef();
        Object bean = ref.contains("{{") ? null : camel.getRegistry().lookupByName(ref);
        int open = call.indexOf('(');
        String arguments = call.substring(open + 1, call.length() - 1).strip();
        if (bean == null || arguments.contains("${")) { // whose commas need not part arguments
            return;
        }
        int given =
                arguments.isEmpty()
                        ? 0
                        : StringQuoteHelper.splitSafeQuote(arguments, ',', true).length;
        String name = call.substring(0, open).strip();
        if (Arrays.stream(bean.getClass().getMethods())
                .noneMatch(method -> method.getName().equals(name) && takes(method, given))) {
            throw new BadCallException(
                    step, "The bean %s has no method for \"%s\".".formatted(ref, call));
        }
    }

    /** Whether Camel fills in, by their type or annotation, the parameters that are not given. */
    private static boolean takes(Method method, int given) {
        Class<?>[] types = method.getParameterTypes();
        return given <= types.length
                && Stream.iterate(given, i -> i < types.length, i -> i + 1)
                        .allMatch(
                                i ->
                                        method.getParameterAnnotations()[i].length > 0
                                                || types[i].getName()
                                                        .startsWith("org.apache.camel."));
    }
}
