package io.serai.lint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The beans a route can name, as the sources declare them, each with its class. */
final class Beans {

    /** Beans that libraries bring: CXF's one bus. */
    private static final Set<String> LIBRARIES = Set.of("cxf");

    private static final Pattern COMPONENT =
            Pattern.compile(
                    "^@(?:Component|Service)(?:\\(\"([^\"]+)\"\\))?[\\s\\S]*?\\b(?:class|record)"
                            + " (\\w+)",
                    Pattern.MULTILINE);
    private static final Pattern METHOD =
            Pattern.compile(
                    "@Bean\\b(?:\\s*@[\\w.]+(?:\\([^)]*\\))?)*\\s+(?:\\w+ )?(\\w+)\\S* (\\w+)\\(");

    private static final Pattern EXTENDS =
            Pattern.compile("^[\\w ]*class \\w+ extends (\\w+)", Pattern.MULTILINE);

    private final Map<String, String> classes = new HashMap<>();
    private final Map<String, String> sources = new HashMap<>();

    Beans(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(this::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String folder = file.getParent() + "/";
        sources.put(folder + file.getFileName().toString().replace(".java", ""), text);
        Matcher component = COMPONENT.matcher(text);
        if (component.find()) {
            String type = component.group(2);
            String name = component.group(1);
            classes.put(
                    name != null
                            ? name
                            : type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1),
                    folder + type);
        }
        Matcher method = METHOD.matcher(text);
        while (method.find()) {
            classes.put(method.group(2), folder + method.group(1));
        }
    }

    boolean has(String name) {
        return classes.containsKey(name) || LIBRARIES.contains(name);
    }

    /** Whether a bean's code takes all headers off the message. */
    boolean clearsHeaders(String name) {
        return sources.getOrDefault(classes.getOrDefault(name, ""), "")
                .contains("removeHeaders(\"*\")");
    }

    /** Whether a bean has a method of that name, of its own or of what it extends beside it. */
    boolean hasMethod(String name, String method) {
        String type = classes.get(name);
        return type == null || declares(type, method);
    }

    private boolean declares(String type, String method) {
        String source = sources.get(type);
        if (source == null) {
            return true;
        }
        Matcher above = EXTENDS.matcher(source);
        return Pattern.compile("public [\\w<>?, .@]+ " + Pattern.quote(method) + "\\(")
                        .matcher(source)
                        .find()
                || (above.find() && declares(type.replaceAll("\\w+$", above.group(1)), method));
    }
}
