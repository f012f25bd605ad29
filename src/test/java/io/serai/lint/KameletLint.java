package io.serai.lint;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the Apache catalogue and its editors expect of a Kamelet. */
final class KameletLint {

    private static final String SUFFIX = ".kamelet.yaml";
    private static final Pattern PARAMETER =
            Pattern.compile("\\{\\{\\??([A-Za-z][A-Za-z0-9-]*)(?::[^}]*)?\\}\\}");
    private static final Pattern DEPENDENCY = Pattern.compile("camel:[a-z0-9-]+");
    private static final Set<String> TYPES = Set.of("source", "sink", "action");

    private final List<String> problems = new ArrayList<>();

    private KameletLint() {}

    /** Every breach of a rule, as {@code file: rule}; none for a good set. */
    static List<String> problems(List<Document> kamelets) {
        KameletLint lint = new KameletLint();
        Map<String, String> titles = new HashMap<>();
        Map<String, String> descriptions = new HashMap<>();
        for (Document kamelet : kamelets) {
            JsonNode definition = kamelet.data().at("/spec/definition");
            lint.head(kamelet);
            lint.definition(kamelet, definition);
            lint.parameters(kamelet, definition);
            lint.ends(kamelet);
            lint.unique(kamelet, "title", definition, titles);
            lint.unique(kamelet, "description", definition, descriptions);
        }
        return lint.problems;
    }

    private void must(boolean holds, Document kamelet, String rule) {
        if (!holds) {
            problems.add(kamelet.name() + ": " + rule);
        }
    }

    private static String type(Document kamelet) {
        return kamelet.data()
                .at("/metadata/labels/camel.apache.org~1kamelet.type")
                .asText("missing");
    }

    private void head(Document kamelet) {
        JsonNode data = kamelet.data();
        String name = data.at("/metadata/name").asText();
        String type = type(kamelet);
        must(
                data.path("apiVersion").asText().equals("camel.apache.org/v1")
                        && data.path("kind").asText().equals("Kamelet"),
                kamelet,
                "apiVersion is camel.apache.org/v1, kind Kamelet");
        must(kamelet.name().equals(name + SUFFIX), kamelet, "the name is the file's");
        must(TYPES.contains(type), kamelet, "the type label is source, sink or action");
        must(name.endsWith("-" + type), kamelet, "the name ends with the type");
        for (JsonNode dependency : data.at("/spec/dependencies")) {
            must(
                    DEPENDENCY.matcher(dependency.asText()).matches(),
                    kamelet,
                    "the dependency " + dependency.asText() + " has the form camel:x");
        }
    }

    private void definition(Document kamelet, JsonNode definition) {
        String title = definition.path("title").asText();
        String type = type(kamelet);
        String word = type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
        must(title.endsWith(" " + word), kamelet, "the title ends with " + word);
        must(!title.matches("(The|A|An) .*"), kamelet, "the title has no article");
        must(!definition.path("description").asText().isBlank(), kamelet, "has a description");
        JsonNode properties = definition.path("properties");
        for (JsonNode required : definition.path("required")) {
            must(
                    properties.has(required.asText()),
                    kamelet,
                    "the required " + required.asText() + " is a property");
        }
        properties.properties().forEach(each -> property(kamelet, each.getKey(), each.getValue()));
    }

    private void property(Document kamelet, String name, JsonNode property) {
        for (String part : List.of("title", "type", "description")) {
            must(!property.path(part).asText().isBlank(), kamelet, name + " has a " + part);
        }
        for (String word : property.path("title").asText().split(" ")) {
            must(
                    word.isEmpty() || !Character.isLowerCase(word.charAt(0)),
                    kamelet,
                    "the title of " + name + " has capitals");
        }
        if (property.path("format").asText().equals("password")) {
            must(
                    property.path("x-descriptors")
                            .toString()
                            .contains("\"urn:camel:group:credentials\""),
                    kamelet,
                    "the password " + name + " has the credentials descriptor");
        }
    }

    private void parameters(Document kamelet, JsonNode definition) {
        Set<String> used = new TreeSet<>();
        Matcher matcher = PARAMETER.matcher(kamelet.data().at("/spec/template").toString());
        while (matcher.find()) {
            used.add(matcher.group(1));
        }
        Set<String> declared = new TreeSet<>();
        definition.path("properties").fieldNames().forEachRemaining(declared::add);
        for (String name : used) {
            must(declared.contains(name), kamelet, "{{" + name + "}} is declared");
        }
        for (String name : declared) {
            must(used.contains(name), kamelet, "the property " + name + " is used");
        }
    }

    private void ends(Document kamelet) {
        JsonNode template = kamelet.data().at("/spec/template");
        String from = template.at("/from/uri").asText();
        switch (type(kamelet)) {
            case "source" ->
                    must(
                            template.at("/from/steps").toString().contains("\"kamelet:sink\""),
                            kamelet,
                            "a source goes to kamelet:sink");
            case "sink", "action" ->
                    must(from.equals("kamelet:source"), kamelet, "it comes from kamelet:source");
            default -> {
                // Said above.
            }
        }
    }

    private void unique(
            Document kamelet, String part, JsonNode definition, Map<String, String> known) {
        String other = known.putIfAbsent(definition.path(part).asText(), kamelet.name());
        must(other == null, kamelet, "its " + part + " is not that of " + other);
    }
}
