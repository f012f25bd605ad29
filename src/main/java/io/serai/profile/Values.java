package io.serai.profile;

import com.fasterxml.jackson.databind.JsonNode;

import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLType;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Holds what a system said to the shape that the schema promises. */
final class Values {

    private Values() {}

    /**
     * The value as GraphQL takes it: lists as lists, leaves as Java's own, objects as they are.
     *
     * @param atMost how many elements of a list are taken
     * @throws FieldFailed if it has another shape
     */
    static @Nullable Object of(@Nullable JsonNode node, GraphQLType type, int atMost) {
        GraphQLType expected =
                type instanceof GraphQLNonNull wrapped ? wrapped.getWrappedType() : type;
        if (node == null || node.isNull() || node.isMissingNode()) {
            return null;
        }
        if (expected instanceof GraphQLList list) {
            return elements(node, list, atMost);
        }
        if (expected instanceof GraphQLObjectType) {
            return expect(node.isObject(), node, "an object");
        }
        expect(node.isValueNode(), node, "a single value");
        return switch (node.getNodeType()) {
            case NUMBER -> node.numberValue();
            case BOOLEAN -> node.booleanValue();
            default -> node.asText();
        };
    }

    private static List<@Nullable Object> elements(JsonNode node, GraphQLList list, int atMost) {
        expect(node.isArray(), node, "a list");
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonNode element : node) {
            if (elements.size() == atMost) {
                break;
            }
            elements.add(of(element, list.getWrappedType(), Integer.MAX_VALUE));
        }
        return elements;
    }

    private static JsonNode expect(boolean is, JsonNode node, String what) {
        if (!is) {
            throw new FieldFailed(
                    FieldFailed.INVALID, "the system's answer is not " + what + " here");
        }
        return node;
    }
}
