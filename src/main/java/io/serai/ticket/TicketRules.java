package io.serai.ticket;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.reload.BadFileException;
import io.serai.reload.LiveFolder;

import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The keyword rules, from {@code config/tickets.yaml}; live. */
@Component
class TicketRules implements LiveFolder {

    private static final Set<String> FIELDS =
            Set.of("name", "words", "kind", "subject", "priority", "per-hour");
    private static final int PER_HOUR = 100;

    private final Path file;
    private volatile List<TicketRule> rules = List.of();

    TicketRules(TicketSettings settings) {
        this.file = settings.rules();
    }

    List<TicketRule> rules() {
        return rules;
    }

    @Override
    public String name() {
        return "tickets";
    }

    @Override
    public Path folder() {
        return Objects.requireNonNullElse(file.getParent(), Path.of("."));
    }

    @Override
    public String pattern() {
        return Objects.requireNonNull(file.getFileName()).toString();
    }

    @Override
    public void apply(Map<Path, String> files) throws BadFileException {
        List<TicketRule> read = new ArrayList<>();
        for (Map.Entry<Path, String> it : files.entrySet()) {
            read(it.getKey(), it.getValue(), read);
        }
        rules = List.copyOf(read);
    }

    private void read(Path path, String text, List<TicketRule> into) throws BadFileException {
        JsonNode root = parsed(path, text);
        if (!root.isObject() || root.size() > (root.has("rules") ? 1 : 0)) {
            throw new BadFileException(path, 1, "the file must have 'rules:' and nothing else");
        }
        JsonNode list = root.path("rules");
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            throw new BadFileException(path, 1, "'rules' must be a list, each item with '- name:'");
        }
        Set<String> names = new HashSet<>();
        for (JsonNode it : list) {
            TicketRule rule = rule(new Entry(path, text, it));
            if (!names.add(rule.name())) {
                throw new Entry(path, text, it).refused("is given twice: keep one");
            }
            into.add(rule);
        }
    }

    private static JsonNode parsed(Path path, String text) throws BadFileException {
        LoaderOptions strict = new LoaderOptions();
        strict.setAllowDuplicateKeys(false);
        try {
            Object read = new Yaml(new SafeConstructor(strict)).load(text);
            return Json.MAPPER.valueToTree(read == null ? Map.of() : read);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new BadFileException(path, line, "Not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new BadFileException(path, 0, "Not YAML: " + e.getMessage());
        }
    }

    private static TicketRule rule(Entry it) throws BadFileException {
        it.node.fieldNames().forEachRemaining(it.unknown::add);
        it.unknown.removeAll(FIELDS);
        if (!it.unknown.isEmpty()) {
            throw it.refused(
                    "has no field '" + it.unknown.iterator().next() + "': known are " + FIELDS);
        }
        List<String> words = new ArrayList<>();
        it.node.path("words").forEach(word -> words.add(word.asText("").strip()));
        if (words.isEmpty() || words.stream().anyMatch(String::isEmpty)) {
            throw it.refused("needs 'words', a list of what its message must have");
        }
        String kind = it.node.path("kind").asText("");
        if (!kind.matches("[a-z0-9-]{1,32}")) {
            throw it.refused("needs 'kind', 1 to 32 small letters, digits or hyphens");
        }
        String subject = it.node.path("subject").asText("");
        if (subject.isBlank() || subject.length() > 200) {
            throw it.refused("needs 'subject', 1 to 200 characters");
        }
        JsonNode perHour = it.node.path("per-hour");
        if (!perHour.isMissingNode() && (!perHour.isInt() || perHour.asInt() < 1)) {
            throw it.refused("'per-hour' must be a whole number, 1 or more");
        }
        try {
            return new TicketRule(
                    it.name(),
                    List.copyOf(words),
                    kind,
                    subject,
                    Priority.of(it.node.path("priority").asText("normal")),
                    perHour.asInt(PER_HOUR));
        } catch (IllegalArgumentException e) {
            throw it.refused("'priority' must be low, normal, high or urgent");
        }
    }

    /** One rule of the file, and where it stands. */
    private record Entry(Path path, String text, JsonNode node, Set<String> unknown) {

        Entry(Path path, String text, JsonNode node) {
            this(path, text, node, new HashSet<>());
        }

        String name() throws BadFileException {
            String name = node.path("name").asText("");
            if (!name.matches("[a-z0-9-]{1,64}")) {
                throw new BadFileException(
                        path, line("name"), "a rule's 'name' must be small letters, digits or -");
            }
            return name;
        }

        BadFileException refused(String message) {
            String name = node.path("name").asText("");
            return new BadFileException(path, line(name), "the rule '" + name + "' " + message);
        }

        private int line(String what) {
            int at = what.isEmpty() ? -1 : text.indexOf("name: " + what);
            return at < 0 ? 1 : (int) text.substring(0, at).lines().count();
        }
    }
}
