package io.serai.ticket;

import io.serai.reload.BadFileException;
import io.serai.reload.LiveFolder;
import io.serai.reload.YamlNode;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.nodes.Tag;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
        Map<String, TicketRule> read = new LinkedHashMap<>();
        for (Map.Entry<Path, String> file : files.entrySet()) {
            for (YamlNode item : list(file.getKey(), file.getValue())) {
                TicketRule rule = rule(item);
                if (read.put(rule.name(), rule) != null) {
                    throw item.refused("the rule '" + rule.name() + "' is given twice: keep one");
                }
            }
        }
        rules = List.copyOf(read.values());
    }

    private static List<YamlNode> list(Path path, String text) throws BadFileException {
        Optional<YamlNode> root = YamlNode.parse(path, text);
        if (root.isEmpty()) {
            return List.of();
        }
        Map<String, YamlNode> fields = root.get().isMap() ? root.get().fields() : Map.of();
        YamlNode list = fields.get("rules");
        if (list == null || fields.size() > 1) {
            throw root.get().refused("the file must have 'rules:' and nothing else");
        }
        return list.node().getTag().equals(Tag.NULL) ? List.of() : list.items();
    }

    private static TicketRule rule(YamlNode it) throws BadFileException {
        Map<String, YamlNode> fields = it.fields(FIELDS);
        String name = text(it, fields, "name", "[a-z0-9-]{1,64}", "small letters, digits or -");
        YamlNode words = fields.get("words");
        if (words == null || words.items().isEmpty()) {
            throw it.refused(
                    "the rule '%s' needs 'words', a list of what its message must have"
                            .formatted(name));
        }
        return new TicketRule(
                name,
                words.texts(),
                text(
                        it,
                        fields,
                        "kind",
                        "[a-z0-9-]{1,32}",
                        "1 to 32 small letters, digits or hyphens"),
                text(it, fields, "subject", "(?s).{1,200}", "1 to 200 characters"),
                priority(name, fields.get("priority")),
                perHour(name, fields.get("per-hour")));
    }

    private static String text(
            YamlNode rule, Map<String, YamlNode> fields, String field, String form, String words)
            throws BadFileException {
        YamlNode value = fields.get(field);
        if (value == null) {
            throw rule.refused("a rule needs '" + field + "': " + words);
        }
        if (!value.text().matches(form)) {
            throw value.refused("a rule's '" + field + "' must be " + words);
        }
        return value.text();
    }

    private static Priority priority(String rule, @Nullable YamlNode node) throws BadFileException {
        if (node == null) {
            return Priority.NORMAL;
        }
        try {
            return Priority.of(node.text());
        } catch (IllegalArgumentException e) {
            throw node.refused(
                    "the rule '%s': 'priority' must be low, normal, high or urgent"
                            .formatted(rule));
        }
    }

    private static int perHour(String rule, @Nullable YamlNode node) throws BadFileException {
        if (node == null) {
            return PER_HOUR;
        }
        if (!node.text().matches("[1-9][0-9]{0,8}")) {
            throw node.refused(
                    "the rule '%s': 'per-hour' must be a whole number, 1 or more".formatted(rule));
        }
        return Integer.parseInt(node.text());
    }
}
