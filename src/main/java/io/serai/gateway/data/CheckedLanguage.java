package io.serai.gateway.data;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Predicate;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.support.LanguageSupport;

import java.util.function.Function;

/**
 * An expression language whose expressions are looked at when the route is made, so that what is
 * wrong is refused there, by the reloader, and not when the first customer asks. An expression is
 * {@code resource:} and the file that holds it, or the text itself.
 */
public final class CheckedLanguage extends LanguageSupport {

    private final Function<String, Function<Exchange, Object>> compiler;

    /**
     * @param compiler throws {@link IllegalArgumentException} for what is wrong
     */
    CheckedLanguage(Function<String, Function<Exchange, Object>> compiler) {
        this.compiler = compiler;
    }

    @Override
    public Expression createExpression(String expression) {
        Function<Exchange, Object> compiled = compiler.apply(loadResource(expression));
        return new ExpressionAdapter() {
            @Override
            public Object evaluate(Exchange exchange) {
                return compiled.apply(exchange);
            }

            @Override
            public void init(CamelContext context) {}
        };
    }

    @Override
    public Predicate createPredicate(String expression) {
        throw new IllegalArgumentException("A query is no condition");
    }
}
