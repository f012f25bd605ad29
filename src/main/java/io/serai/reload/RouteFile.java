package io.serai.reload;

import com.fasterxml.jackson.databind.JsonNode;

import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A file of routes, taken apart.
 *
 * @param file its path as the integrator knows it, for example {@code routes/flow/bot.camel.yaml}
 * @param text its text
 * @param parts its entries in order
 */
record RouteFile(Path file, String text, List<Part> parts) {

    private static final Set<String> KINDS =
            Set.of(
                    "route",
                    "from",
                    "beans",
                    "routeConfiguration",
                    "onException",
                    "errorHandler",
                    "onCompletion",
                    "intercept",
                    "interceptFrom",
                    "interceptSendToEndpoint");

    static RouteFile parse(Path file, String text) throws BadFileException {
        Yaml yaml = Yaml.parse(file, text);
        Node root = yaml.root();
        if (!(root instanceof SequenceNode list) || list.getFlowStyle() == FlowStyle.FLOW) {
            throw new BadFileException(
                    file,
                    Yaml.line(root),
                    "A route file is a list whose entries begin with \"- route:\".");
        }
        JsonNode data = yaml.data();
        List<Part> parts = new ArrayList<>();
        int lines = (int) text.lines().count() + 1;
        for (int i = 0; i < data.size(); i++) {
            int line = Yaml.line(list.getValue().get(i));
            int end = i + 1 < data.size() ? Yaml.line(list.getValue().get(i + 1)) : lines + 1;
            parts.add(part(file, data.get(i), line, end, parts));
        }
        return new RouteFile(file, text, parts);
    }

    private static Part part(Path file, JsonNode entry, int line, int end, List<Part> before)
            throws BadFileException {
        if (!entry.isObject() || entry.size() != 1) {
            throw new BadFileException(
                    file, line, "An entry has exactly one key, such as \"route\".");
        }
        String kind = entry.fieldNames().next();
        if (!KINDS.contains(kind)) {
            throw new BadFileException(
                    file,
                    line,
                    "\"%s\" is not one of %s. For a template write a Kamelet in connectors/."
                            .formatted(kind, KINDS.stream().sorted().toList()));
        }
        JsonNode content = entry.path(kind);
        Part part = new Part(kind, content.path("id").asText(""), content, line, end);
        if (!part.isRoute()) {
            return part;
        }
        if (From.uri(part.from()).isBlank()) {
            throw new BadFileException(
                    file,
                    line,
                    "The route has no from with a uri, such as direct:name: say where its messages"
                            + " come from.");
        }
        long number = before.stream().filter(Part::isRoute).count() + 1;
        return part.name().isEmpty()
                ? new Part(kind, stem(file) + "-" + number, content, line, end)
                : part;
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /** The text with one entry (and what holds for the whole file) left in its place. */
    String only(Part wanted) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        for (Part part : parts) {
            boolean kept = part.equals(wanted) || (wanted.isRoute() && part.isFileWide());
            for (int line = part.line();
                    !kept && line < part.end() && line <= lines.size();
                    line++) {
                lines.set(line - 1, "");
            }
        }
        return String.join("\n", lines) + "\n";
    }
}
