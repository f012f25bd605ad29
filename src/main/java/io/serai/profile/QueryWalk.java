package io.serai.profile;

import graphql.language.DirectivesContainer;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * Measures a query by its text alone, before it is looked at more closely. Each fragment is
 * measured once, however often it is used: graphql-java's own instrumentations walk into it at
 * every use, which a few fragments that use each other twice make endless. One that uses itself
 * counts nothing here, for the validation refuses it.
 */
final class QueryWalk {

    private final Map<String, FragmentDefinition> fragments = new HashMap<>();
    private final Map<String, Integer> depths = new HashMap<>();
    private final Map<String, Integer> widths = new HashMap<>();
    private int directives;
    private int aliases;

    private QueryWalk(Document document) {
        document.getDefinitionsOfType(FragmentDefinition.class)
                .forEach(fragment -> fragments.put(fragment.getName(), fragment));
    }

    /**
     * Refuses what asks for too much at the top, is nested too deep or has too many aliases or
     * directives.
     *
     * @throws Refused naming the limit
     */
    static void check(Document document, ProfileSettings limits) {
        QueryWalk walk = new QueryWalk(document);
        for (OperationDefinition operation :
                document.getDefinitionsOfType(OperationDefinition.class)) {
            walk.count(operation);
            walk.count(operation.getSelectionSet());
            limit(
                    "fields at the top",
                    walk.width(operation.getSelectionSet()),
                    limits.maxAliases());
            limit(
                    "fields within fields",
                    walk.depth(operation.getSelectionSet()),
                    limits.maxDepth());
        }
        for (FragmentDefinition fragment : walk.fragments.values()) {
            walk.count(fragment);
            walk.count(fragment.getSelectionSet());
        }
        limit("aliases", walk.aliases, limits.maxAliases());
        limit("directives", walk.directives, limits.maxDirectives());
    }

    private static void limit(String what, int is, int most) {
        if (is > most) {
            throw new Refused(
                    Refused.TOO_COMPLEX, "The query has " + is + " " + what + ", at most " + most);
        }
    }

    private void count(DirectivesContainer<?> node) {
        directives += node.getDirectives().size();
    }

    private void count(@Nullable SelectionSet set) {
        if (set == null) {
            return;
        }
        for (Selection<?> selection : set.getSelections()) {
            if (selection instanceof DirectivesContainer<?> node) {
                count(node);
            }
            if (selection instanceof Field field) {
                aliases += field.getAlias() == null ? 0 : 1;
                count(field.getSelectionSet());
            } else if (selection instanceof InlineFragment inline) {
                count(inline.getSelectionSet());
            }
        }
    }

    /** How many fields there are at the top. */
    private int width(SelectionSet set) {
        int width = 0;
        for (Selection<?> selection : set.getSelections()) {
            width +=
                    switch (selection) {
                        case InlineFragment inline -> width(inline.getSelectionSet());
                        case FragmentSpread spread -> width(spread.getName());
                        default -> 1;
                    };
            width = Math.min(width, 1_000_000); // no overflow
        }
        return width;
    }

    private int width(String fragment) {
        Integer known = widths.putIfAbsent(fragment, 0);
        FragmentDefinition definition = fragments.get(fragment);
        if (known == null && definition != null) {
            widths.put(fragment, width(definition.getSelectionSet()));
        }
        return widths.getOrDefault(fragment, 0);
    }

    /** How many fields are within each other; the schema's own are limited elsewhere. */
    private int depth(@Nullable SelectionSet set) {
        int deepest = 0;
        if (set != null) {
            for (Selection<?> selection : set.getSelections()) {
                int depth =
                        switch (selection) {
                            case Field field when field.getName().startsWith("__") -> 0;
                            case Field field -> 1 + depth(field.getSelectionSet());
                            case InlineFragment inline -> depth(inline.getSelectionSet());
                            case FragmentSpread spread -> depth(spread.getName());
                            default -> 0;
                        };
                deepest = Math.max(deepest, depth);
            }
        }
        return deepest;
    }

    private int depth(String fragment) {
        Integer known = depths.putIfAbsent(fragment, 0);
        FragmentDefinition definition = fragments.get(fragment);
        if (known == null && definition != null) {
            depths.put(fragment, depth(definition.getSelectionSet()));
        }
        return depths.getOrDefault(fragment, 0);
    }
}
