package io.serai.profile;

import com.fasterxml.jackson.databind.JsonNode;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;

import io.serai.event.Json;

import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Gets a field's value from its route. What is asked at the same level of a query, of the same
 * route with the same arguments, is one call.
 */
record FeedFetcher(Feed feed, Routes routes) implements DataFetcher<Object> {

    @Override
    public Object get(DataFetchingEnvironment environment) {
        Map<String, Object> arguments = arguments(environment);
        String key = key(environment);
        Provenance provenance = Objects.requireNonNull(Provenance.of(environment));
        String name = feed.uri() + (feed.batch() ? Json.write(arguments) : "");
        DataLoader<Object, Told> loader =
                environment
                        .getDataLoaderRegistry()
                        .computeIfAbsent(
                                name, _ -> routes.loader(feed, arguments, provenance.errand()));
        int atMost = arguments.get("limit") instanceof Integer limit ? limit : Integer.MAX_VALUE;
        return loader.load(feed.batch() ? key : single(key, arguments))
                .thenApply(
                        told -> {
                            provenance.note(environment, key, told.answer());
                            return value(told, environment, atMost);
                        });
    }

    private static @Nullable Object value(
            Told told, DataFetchingEnvironment environment, int atMost) {
        return Values.of(told.known(), environment.getFieldType(), atMost);
    }

    /** All that are declared, those nobody gave as null, so that a route can name each. */
    private static Map<String, Object> arguments(DataFetchingEnvironment environment) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        environment
                .getFieldDefinition()
                .getArguments()
                .forEach(
                        argument ->
                                arguments.put(
                                        argument.getName(),
                                        environment.getArgument(argument.getName())));
        return arguments;
    }

    /** Whose value it is; empty at the top, where the arguments say all. */
    private String key(DataFetchingEnvironment environment) {
        return environment.getSource() instanceof JsonNode parent
                ? parent.path(feed.key()).asText()
                : "";
    }

    /** The body for a route that takes one at a time: a lone value bare, several as a Map. */
    private Object single(String key, Map<String, Object> arguments) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (!feed.key().isEmpty()) {
            all.put(feed.key(), key);
        }
        arguments.forEach(
                (name, value) -> {
                    if (value != null) {
                        all.put(name, value);
                    }
                });
        return all.size() == 1 ? all.values().iterator().next() : all;
    }
}
