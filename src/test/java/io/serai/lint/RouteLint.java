package io.serai.lint;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the house writes routes, and the templates of Kamelets alike. */
final class RouteLint {

    private static final Pattern REFERENCE = Pattern.compile("#(?:bean:)?([A-Za-z][\\w-]*)");
    private static final Pattern OUTWARD =
            Pattern.compile("(https?:|cxf:|graphql:|\\{\\{\\w+\\}\\}).*");

    private final Beans beans;
    private final Set<String> inFiles = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    private RouteLint(Beans beans) {
        this.beans = beans;
    }

    /** Every breach of a rule, as {@code file: rule}; none for a good set. */
    static List<String> problems(Beans beans, List<Document> routes, List<Document> kamelets) {
        RouteLint lint = new RouteLint(beans);
        routes.forEach(lint::beansOf);
        Map<String, String> ids = new HashMap<>();
        for (Document file : routes) {
            lint.must(file.name().endsWith(".camel.yaml"), file, "its name ends in .camel.yaml");
            for (JsonNode entry : file.data()) {
                lint.must(!entry.has("from"), file, "a route begins with \"route:\"");
                if (entry.has("route")) {
                    lint.route(file, entry.path("route"), ids);
                }
                lint.content(file, entry);
            }
        }
        kamelets.forEach(file -> lint.content(file, file.data().at("/spec/template")));
        return lint.problems;
    }

    private void must(boolean holds, Document file, String rule) {
        if (!holds) {
            problems.add(file.name() + ": " + rule);
        }
    }

    private void beansOf(Document file) {
        file.data()
                .forEach(
                        entry ->
                                entry.path("beans")
                                        .forEach(bean -> inFiles.add(bean.path("name").asText())));
    }

    private void route(Document file, JsonNode route, Map<String, String> ids) {
        String id = route.path("id").asText();
        must(!id.isBlank(), file, "every route has an id");
        must(!route.path("description").asText().isBlank(), file, id + " has a description");
        String other = ids.putIfAbsent(id, file.name());
        must(other == null, file, "the id " + id + " is not that of a route in " + other);
    }

    private void content(Document file, JsonNode content) {
        boolean[] clear = {false};
        Document.walk(
                content,
                (key, value) -> {
                    clear[0] |= clears(key, value);
                    if (key.equals("bean") || key.equals("method")) {
                        bean(file, value);
                    }
                    if (value.isTextual()) {
                        references(file, key, value.asText());
                    }
                    if (key.equals("from")) {
                        options(file, uri(value));
                    } else if (key.equals("to") || key.equals("toD") || key.equals("wireTap")) {
                        options(file, uri(value));
                        must(
                                clear[0] || !OUTWARD.matcher(uri(value)).matches(),
                                file,
                                "headers are removed before " + uri(value) + " is called");
                    }
                });
    }

    private boolean clears(String key, JsonNode step) {
        return (key.equals("removeHeaders") && step.path("pattern").asText().equals("*"))
                || (key.equals("bean") && beans.clearsHeaders(step.path("ref").asText()));
    }

    private static String uri(JsonNode step) {
        return step.isTextual() ? step.asText() : step.path("uri").asText();
    }

    private void options(Document file, String uri) {
        must(
                !uri.replaceAll("\\$?\\{[^}]*}", "").contains("?"),
                file,
                "the options of " + uri + " stand under parameters");
    }

    private void bean(Document file, JsonNode step) {
        String name = step.path("ref").asText();
        if (name.isEmpty() || name.contains("{{")) {
            return;
        }
        must(beans.has(name) || inFiles.contains(name), file, "there is a bean " + name);
        String method = step.path("method").asText().replaceFirst("\\(.*", "");
        must(
                method.isEmpty() || beans.hasMethod(name, method),
                file,
                "the bean " + name + " has a public method " + method);
    }

    private void references(Document file, String key, String text) {
        Matcher matcher = REFERENCE.matcher(text);
        if (!key.equals("description") && matcher.matches()) {
            String name = matcher.group(1);
            must(beans.has(name) || inFiles.contains(name), file, "there is a bean " + name);
        }
    }
}
