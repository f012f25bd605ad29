package io.serai.profile;

import com.fasterxml.jackson.databind.JsonNode;

import graphql.GraphQLError;
import graphql.language.FieldDefinition;
import graphql.language.Node;
import graphql.language.ObjectTypeDefinition;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.errors.SchemaProblem;
import graphql.schema.validation.InvalidSchemaException;

import io.serai.reload.BadFileException;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.function.Predicate;

/** Makes a schema of the file, or says where it is wrong. */
final class SchemaReader {

    /** What the file need not declare. */
    private static final String DIRECTIVES =
            """
            "The field is answered by a route. With batch, the route gets the keys of many objects at once."
            directive @route(uri: String!, batch: Boolean = false, key: String = "code") on FIELD_DEFINITION
            "The field is an object, or a list of them, made of the one argument; nobody is asked."
            directive @given(as: String = "code") on FIELD_DEFINITION
            """;

    private final Routes routes;
    private final Predicate<String> exists;

    /**
     * @param exists whether there is a route from a URI
     */
    SchemaReader(Routes routes, Predicate<String> exists) {
        this.routes = routes;
        this.exists = exists;
    }

    GraphQLSchema read(Path file, String text) throws BadFileException {
        try {
            TypeDefinitionRegistry types = new SchemaParser().parse(text);
            TypeDefinitionRegistry all = new SchemaParser().parse(DIRECTIVES).merge(types);
            GraphQLCodeRegistry.Builder code = GraphQLCodeRegistry.newCodeRegistry();
            for (var extensions : types.objectTypeExtensions().values()) {
                throw bad(
                        file,
                        extensions.getFirst(),
                        "Write the fields into the type itself: take out extend");
            }
            for (ObjectTypeDefinition type : types.getTypes(ObjectTypeDefinition.class)) {
                boolean top = type.getName().equals("Query");
                if (type.getName().equals("Mutation") || type.getName().equals("Subscription")) {
                    throw bad(file, type, "Only queries are answered: take out " + type.getName());
                }
                for (FieldDefinition field : type.getFieldDefinitions()) {
                    DataFetcher<?> fetcher =
                            new FieldReader(file, type, field, all, exists).fetcher(routes, top);
                    code.dataFetcher(
                            FieldCoordinates.coordinates(type.getName(), field.getName()),
                            fetcher == null ? SchemaReader::property : fetcher);
                }
            }
            if (types.schemaDefinition().isPresent()) {
                throw bad(
                        file,
                        types.schemaDefinition().get(),
                        "The type of queries is called Query: take out schema");
            }
            return new SchemaGenerator()
                    .makeExecutableSchema(
                            all, RuntimeWiring.newRuntimeWiring().codeRegistry(code).build());
        } catch (SchemaProblem e) {
            throw bad(file, e);
        } catch (InvalidSchemaException e) {
            // After a headline come the rules that are broken, without their lines.
            String words = String.valueOf(e.getMessage());
            throw new BadFileException(file, 0, words.lines().skip(1).findFirst().orElse(words));
        }
    }

    private static @Nullable Object property(DataFetchingEnvironment environment) {
        return environment.getSource() instanceof JsonNode parent
                ? Values.of(
                        parent.get(environment.getFieldDefinition().getName()),
                        environment.getFieldType(),
                        Integer.MAX_VALUE)
                : null;
    }

    static BadFileException bad(Path file, Node<?> node, String message) {
        return new BadFileException(
                file,
                node.getSourceLocation() == null ? 0 : node.getSourceLocation().getLine(),
                message);
    }

    /** The first of what graphql-java finds; it names the type and the rule. */
    private static BadFileException bad(Path file, SchemaProblem problem) {
        GraphQLError first = problem.getErrors().getFirst();
        int line =
                first.getLocations() == null || first.getLocations().isEmpty()
                        ? 0
                        : Math.max(0, first.getLocations().getFirst().getLine());
        return new BadFileException(file, line, first.getMessage());
    }
}
