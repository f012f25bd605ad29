package io.serai.reload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

import java.nio.file.Path;
import java.util.Optional;

/**
 * YAML text, read once.
 *
 * @param root its nodes, which know their lines
 * @param data the same as plain data, for comparing and searching
 */
record Yaml(Node root, JsonNode data) {

    private static final LoadSettings SETTINGS = LoadSettings.builder().build();

    /** In characters. The reader's time grows faster than what it reads. */
    private static final int LONGEST = 4_000_000;

    /** In bytes: of a file that has more, so much is longer than that in any case. */
    static final int MOST_READ = 4 * LONGEST + 1;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reads a text; doubled keys are refused, too. */
    static Yaml parse(Path file, String text) throws BadFileException {
        check(file, text);
        try {
            Node root =
                    new Compose(SETTINGS)
                            .composeString(text)
                            .orElseThrow(
                                    () ->
                                            new BadFileException(
                                                    file,
                                                    1,
                                                    "The file is empty: delete it or fill it."));
            Object data =
                    new StandardConstructor(SETTINGS).constructSingleDocument(Optional.of(root));
            return new Yaml(root, JSON.valueToTree(data));
        } catch (YamlEngineException e) {
            throw bad(file, e);
        } catch (StackOverflowError e) {
            throw new BadFileException(file, 1, "Not valid YAML: nested too deeply to be read");
        }
    }

    /** Refuses what is not the text of a live file, whatever should be in it. */
    static void check(Path file, String text) throws BadFileException {
        if (text.length() > LONGEST) {
            throw new BadFileException(
                    file,
                    1,
                    "Longer than " + LONGEST + " characters: divide it into several files.");
        }
        int foreign = text.indexOf('\uFFFD'); // what bytes become that are not UTF-8
        if (foreign >= 0) {
            int line = 1 + (int) text.chars().limit(foreign).filter(c -> c == '\n').count();
            throw new BadFileException(file, line, "Not UTF-8: save the file in that encoding.");
        }
    }

    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    private static BadFileException bad(Path file, YamlEngineException e) {
        return new BadFileException(file, line(e), "Not valid YAML: " + problem(e));
    }

    private static int line(YamlEngineException e) {
        return e instanceof MarkedYamlEngineException marked
                ? marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0)
                : 0;
    }

    private static String problem(YamlEngineException e) {
        @Nullable String problem =
                e instanceof MarkedYamlEngineException marked
                        ? marked.getProblem()
                        : e.getMessage();
        return problem == null ? e.getClass().getSimpleName() : problem;
    }
}
