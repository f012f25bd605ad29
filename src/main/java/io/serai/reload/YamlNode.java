package io.serai.reload;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A piece of a YAML file that knows its line, so that what is wrong with it can be shown.
 *
 * @param file the file, as {@link LiveFolder#apply} was given it
 * @param node the piece
 */
public record YamlNode(Path file, Node node) {

    /** The file's root; empty if there is nothing in it. */
    public static Optional<YamlNode> parse(Path file, String text) throws BadFileException {
        try {
            Node root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            return root == null ? Optional.empty() : Optional.of(new YamlNode(file, root));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            throw new BadFileException(file, line, "Not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new BadFileException(file, 0, "Not YAML: " + e.getMessage());
        }
    }

    /** True if it has fields. */
    public boolean isMap() {
        return node instanceof MappingNode;
    }

    /** Its fields, of which only these are known. */
    public Map<String, YamlNode> fields(Set<String> known) throws BadFileException {
        Map<String, YamlNode> fields = fields();
        for (Map.Entry<String, YamlNode> field : fields.entrySet()) {
            if (!known.contains(field.getKey())) {
                throw field.getValue()
                        .refused(
                                "unknown field '%s': known are %s"
                                        .formatted(
                                                field.getKey(),
                                                String.join(", ", new TreeSet<>(known))));
            }
        }
        return fields;
    }

    /** Its fields, in their order; none of them twice. */
    public Map<String, YamlNode> fields() throws BadFileException {
        if (!(node instanceof MappingNode mapping)) {
            throw refused("fields are expected here, as in 'name: value'");
        }
        Map<String, YamlNode> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = new YamlNode(file, tuple.getKeyNode()).text();
            if (fields.put(key, new YamlNode(file, tuple.getValueNode())) != null) {
                throw new YamlNode(file, tuple.getKeyNode())
                        .refused("'" + key + "' is given twice: keep one");
            }
        }
        return fields;
    }

    /** What it lists. */
    public List<YamlNode> items() throws BadFileException {
        if (!(node instanceof SequenceNode sequence)) {
            throw refused("a list is expected here, each item beginning with '- '");
        }
        List<YamlNode> items = new ArrayList<>();
        sequence.getValue().forEach(item -> items.add(new YamlNode(file, item)));
        return items;
    }

    /** The texts it lists. */
    public List<String> texts() throws BadFileException {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : items()) {
            texts.add(item.text());
        }
        return texts;
    }

    /** Its text, without blanks around it; it must have some. */
    public String text() throws BadFileException {
        if (!(node instanceof ScalarNode scalar)
                || Tag.NULL.equals(scalar.getTag())
                || scalar.getValue().isBlank()) {
            throw refused("text is expected here");
        }
        return scalar.getValue().strip();
    }

    /** To be thrown: what is wrong here, and what to do. */
    public BadFileException refused(String message) {
        return new BadFileException(file, node.getStartMark().getLine() + 1, message);
    }
}
