package io.serai.profile;

import graphql.language.Argument;
import graphql.language.BooleanValue;
import graphql.language.Directive;
import graphql.language.FieldDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.ListType;
import graphql.language.Node;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.StringValue;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.language.Value;
import graphql.schema.DataFetcher;
import graphql.schema.idl.TypeDefinitionRegistry;

import io.serai.reload.BadFileException;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads one field's directives and holds them to the rules that keep one system's fault its own.
 */
final class FieldReader {

    private static final Pattern ROUTE = Pattern.compile("direct:[A-Za-z0-9._-]+");

    private final Path file;
    private final ObjectTypeDefinition type;
    private final FieldDefinition field;
    private final TypeDefinitionRegistry types;
    private final Predicate<String> exists;

    FieldReader(
            Path file,
            ObjectTypeDefinition type,
            FieldDefinition field,
            TypeDefinitionRegistry types,
            Predicate<String> exists) {
        this.file = file;
        this.type = type;
        this.field = field;
        this.types = types;
        this.exists = exists;
    }

    /**
     * What answers the field; null if it is a part of the object around it.
     *
     * @param top whether it is a field of Query
     */
    @Nullable DataFetcher<?> fetcher(Routes routes, boolean top) throws BadFileException {
        known(field.getType());
        for (InputValueDefinition argument : field.getInputValueDefinitions()) {
            known(argument.getType());
        }
        List<Directive> route = field.getDirectives("route");
        List<Directive> given = field.getDirectives("given");
        check(route.size() + given.size() < 2, "can have one @route or one @given");
        if (!given.isEmpty()) {
            check(top, "can't have @given: only a field of Query can");
            return given(given.getFirst());
        }
        if (!route.isEmpty()) {
            return new FeedFetcher(feed(route.getFirst(), top), routes);
        }
        check(!top, "is answered by nobody: give it a @route or @given");
        check(
                field.getInputValueDefinitions().isEmpty(),
                "has arguments, but no @route that could get them");
        return null;
    }

    /** graphql-java would name the line of the whole type. */
    private void known(Type<?> type) throws BadFileException {
        TypeName name = innermost(type);
        check(types.hasType(name), "uses the type " + name.getName() + ", which is not there");
    }

    private Feed feed(Directive directive, boolean top) throws BadFileException {
        String uri = text(directive, "uri", "");
        boolean batch = value(directive, "batch") instanceof BooleanValue is && is.isValue();
        String key = text(directive, "key", "code");
        check(
                ROUTE.matcher(uri).matches(),
                "must have a uri such as direct:system.orders.by-customers, not \"" + uri + "\"");
        check(exists.test(uri), "is to be answered by \"" + uri + "\", but no route consumes it");
        check(
                !(field.getType() instanceof NonNullType),
                "must be nullable: a system that does not answer would cost more than its own"
                        + " field");
        for (InputValueDefinition argument : field.getInputValueDefinitions()) {
            check(
                    !argument.getName().equals(Routes.KEYS),
                    "can't have an argument keys: so the keys themselves are called");
        }
        if (top) {
            check(!batch, "can't be batch: at the top there is no object around it");
            return new Feed(uri, false, "");
        }
        check(
                hasOwn(type, key),
                "is asked for by %s, but %s has no such field of its own"
                        .formatted(key, type.getName()));
        return new Feed(uri, batch, key);
    }

    private GivenFetcher given(Directive directive) throws BadFileException {
        List<InputValueDefinition> arguments = field.getInputValueDefinitions();
        check(arguments.size() == 1, "must have one argument, which @given makes it of");
        InputValueDefinition argument = arguments.getFirst();
        check(
                isList(argument.getType()) == isList(field.getType()),
                "and its argument must both be lists, or neither");
        check(
                argument.getType() instanceof NonNullType,
                "is made of its argument, which must not be null: add a !");
        String as = text(directive, "as", "code");
        TypeName made = innermost(field.getType());
        check(
                types.getType(made, ObjectTypeDefinition.class)
                        .filter(it -> hasOwn(it, as))
                        .isPresent(),
                "is made as %s, but %s has no such field of its own".formatted(as, made.getName()));
        return new GivenFetcher(argument.getName(), as);
    }

    /** Whether it is a part of the object itself, that no route has to be asked for. */
    private static boolean hasOwn(ObjectTypeDefinition object, String name) {
        return object.getFieldDefinitions().stream()
                .anyMatch(it -> it.getName().equals(name) && it.getDirectives("route").isEmpty());
    }

    private static TypeName innermost(Type<?> type) {
        return switch (type) {
            case NonNullType wrapped -> innermost(wrapped.getType());
            case ListType list -> innermost(list.getType());
            default -> (TypeName) type;
        };
    }

    private static boolean isList(Type<?> type) {
        return (type instanceof NonNullType wrapped ? wrapped.getType() : type) instanceof ListType;
    }

    private static @Nullable Value<?> value(Directive directive, String name) {
        Argument argument = directive.getArgument(name);
        return argument == null ? null : argument.getValue();
    }

    private static String text(Directive directive, String name, String otherwise) {
        return value(directive, name) instanceof StringValue text ? text.getValue() : otherwise;
    }

    private void check(boolean holds, String rule) throws BadFileException {
        if (!holds) {
            // A field begins with its description, which may be lines above.
            Node<?> place =
                    field.getDirectives().isEmpty() ? field : field.getDirectives().getFirst();
            throw SchemaReader.bad(
                    file, place, type.getName() + "." + field.getName() + " " + rule + ".");
        }
    }
}
