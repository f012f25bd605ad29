package io.serai.profile;

import com.fasterxml.jackson.databind.JsonNode;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;

import io.serai.event.Json;

import java.util.List;

/**
 * Makes objects of nothing but the argument. Nobody is asked, so a system that is down cannot cost
 * what others know.
 *
 * @param argument the one argument, a value or a list of them
 * @param as the field of the object that has it
 */
record GivenFetcher(String argument, String as) implements DataFetcher<Object> {

    @Override
    public Object get(DataFetchingEnvironment environment) {
        Object given = environment.getArgument(argument);
        return given instanceof List<?> many ? many.stream().map(this::one).toList() : one(given);
    }

    private JsonNode one(Object key) {
        return Json.MAPPER.createObjectNode().put(as, String.valueOf(key));
    }
}
