package io.serai.profile;

import graphql.execution.ExecutionContext;
import graphql.execution.ValuesResolver;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.TypeName;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLOutputType;
import graphql.schema.GraphQLTypeUtil;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Refuses a query whose answer could hold too many values, before anybody is asked for any. A list
 * counts as many elements as its {@code limit} says, else as the list it was asked for with has.
 */
final class QueryCost extends SimplePerformantInstrumentation {

    /** For lists that nothing bounds. */
    private static final int SOME = 10;

    private final ProfileSettings limits;

    QueryCost(ProfileSettings limits) {
        this.limits = limits;
    }

    @Override
    public @Nullable InstrumentationContext<graphql.ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters,
            @Nullable InstrumentationState state) {
        ExecutionContext execution = parameters.getExecutionContext();
        long values =
                new Count(execution)
                        .of(
                                execution.getOperationDefinition().getSelectionSet(),
                                execution.getGraphQLSchema().getQueryType());
        if (values > limits.maxValues()) {
            throw new Refused(
                    Refused.TOO_COMPLEX,
                    "The answer could hold "
                            + values
                            + " values, at most "
                            + limits.maxValues()
                            + ": ask for fewer customers, fields, or a smaller limit");
        }
        return SimpleInstrumentationContext.noOp();
    }

    private final class Count {

        private static final long TOO_MANY = 1L << 40;

        private final ExecutionContext execution;
        private final Map<String, Long> fragments = new HashMap<>();

        Count(ExecutionContext execution) {
            this.execution = execution;
        }

        long of(@Nullable SelectionSet set, @Nullable GraphQLFieldsContainer type) {
            long values = 0;
            if (set != null) {
                for (Selection<?> selection : set.getSelections()) {
                    values +=
                            switch (selection) {
                                case Field field -> of(field, type);
                                case InlineFragment inline ->
                                        of(
                                                inline.getSelectionSet(),
                                                type(inline.getTypeCondition(), type));
                                case FragmentSpread spread -> of(spread.getName());
                                default -> 0;
                            };
                    values = Math.min(values, TOO_MANY);
                }
            }
            return values;
        }

        private long of(String fragment) {
            Long known = fragments.get(fragment);
            if (known != null) {
                return known;
            }
            FragmentDefinition definition = execution.getFragment(fragment);
            long values =
                    of(definition.getSelectionSet(), type(definition.getTypeCondition(), null));
            fragments.put(fragment, values);
            return values;
        }

        private long of(Field field, @Nullable GraphQLFieldsContainer type) {
            GraphQLFieldDefinition definition =
                    type == null ? null : type.getFieldDefinition(field.getName());
            if (definition == null) {
                return 1 + of(field.getSelectionSet(), null); // the schema's own
            }
            Map<String, Object> arguments =
                    ValuesResolver.getArgumentValues(
                            definition.getArguments(),
                            field.getArguments(),
                            execution.getCoercedVariables(),
                            execution.getGraphQLContext(),
                            execution.getLocale());
            arguments.forEach((name, value) -> check(field.getName(), name, value));
            GraphQLOutputType its = definition.getType();
            GraphQLFieldsContainer inside =
                    GraphQLTypeUtil.unwrapAll(its) instanceof GraphQLFieldsContainer container
                            ? container
                            : null;
            long one = 1 + of(field.getSelectionSet(), inside);
            return Math.min(TOO_MANY, isList(its) ? elements(arguments) * one : one);
        }

        private void check(String field, String argument, @Nullable Object value) {
            if (value instanceof Collection<?> many && many.size() > limits.maxList()) {
                throw new Refused(
                        Refused.BAD_INPUT,
                        "%s(%s:) has %d elements, at most %d"
                                .formatted(field, argument, many.size(), limits.maxList()));
            }
            if (argument.equals("limit")
                    && value instanceof Integer limit
                    && (limit < 1 || limit > limits.maxLimit())) {
                throw new Refused(
                        Refused.BAD_INPUT,
                        "%s(limit:) must be 1 to %d".formatted(field, limits.maxLimit()));
            }
            if (value instanceof Map<?, ?> fields) {
                fields.forEach((name, inner) -> check(field, String.valueOf(name), inner));
            }
        }

        private long elements(Map<String, Object> arguments) {
            if (arguments.get("limit") instanceof Integer limit) {
                return limit;
            }
            if (arguments.containsKey("limit")) {
                return limits.maxLimit();
            }
            return arguments.values().stream()
                    .filter(Collection.class::isInstance)
                    .mapToLong(many -> ((Collection<?>) many).size())
                    .max()
                    .orElse(SOME);
        }

        private static boolean isList(GraphQLOutputType type) {
            return (type instanceof GraphQLNonNull wrapped ? wrapped.getWrappedType() : type)
                    instanceof GraphQLList;
        }

        private @Nullable GraphQLFieldsContainer type(
                @Nullable TypeName condition, @Nullable GraphQLFieldsContainer otherwise) {
            return condition == null
                    ? otherwise
                    : execution.getGraphQLSchema().getType(condition.getName())
                                    instanceof GraphQLFieldsContainer container
                            ? container
                            : otherwise;
        }
    }
}
