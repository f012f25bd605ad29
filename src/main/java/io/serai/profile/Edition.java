package io.serai.profile;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.ParseAndValidate;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import graphql.schema.GraphQLSchema;
import graphql.validation.ValidationError;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** One version of the schema, with the queries that were found good for it. */
final class Edition {

    /** Characters of queries that are kept parsed. */
    private static final long REMEMBERED = 500_000;

    private final GraphQLSchema schema;
    private final ProfileSettings limits;
    private final ParserOptions parsing;
    private final GraphQL engine;
    private final Cache<String, PreparsedDocumentEntry> good =
            Caffeine.newBuilder()
                    .maximumWeight(REMEMBERED)
                    .weigher((String query, PreparsedDocumentEntry entry) -> query.length())
                    .build();

    Edition(GraphQLSchema schema, ProfileSettings limits) {
        this.schema = schema;
        this.limits = limits;
        this.parsing =
                ParserOptions.getDefaultOperationParserOptions()
                        .transform(
                                options ->
                                        options.maxTokens(limits.maxTokens())
                                                .maxWhitespaceTokens(20 * limits.maxTokens())
                                                .captureIgnoredChars(false)
                                                .captureLineComments(false));
        this.engine =
                GraphQL.newGraphQL(schema)
                        .instrumentation(new QueryCost(limits))
                        .defaultDataFetcherExceptionHandler(new FieldErrors())
                        .preparsedDocumentProvider(
                                (input, _) ->
                                        CompletableFuture.completedFuture(
                                                prepared(input.getQuery())))
                        .build();
    }

    /**
     * The query, if it can be executed, or what is wrong with it.
     *
     * @throws Refused if it asks for too much
     */
    PreparsedDocumentEntry prepared(String query) {
        PreparsedDocumentEntry known = good.getIfPresent(query);
        if (known != null) {
            return known;
        }
        PreparsedDocumentEntry entry = prepare(query);
        if (!entry.hasErrors()) {
            good.put(query, entry);
        }
        return entry;
    }

    private PreparsedDocumentEntry prepare(String query) {
        Document document;
        try {
            document =
                    new Parser()
                            .parseDocument(
                                    ParserEnvironment.newParserEnvironment()
                                            .document(query)
                                            .parserOptions(parsing)
                                            .build());
        } catch (InvalidSyntaxException e) {
            return new PreparsedDocumentEntry(e.toInvalidSyntaxError());
        }
        QueryWalk.check(document, limits);
        List<ValidationError> errors =
                ParseAndValidate.validate(schema, document, _ -> true, Locale.ROOT);
        return errors.isEmpty()
                ? new PreparsedDocumentEntry(document)
                : new PreparsedDocumentEntry(errors);
    }

    GraphQL engine() {
        return engine;
    }

    CompletableFuture<graphql.ExecutionResult> execute(ExecutionInput input) {
        return engine.executeAsync(input);
    }
}
