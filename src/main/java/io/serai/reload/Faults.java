package io.serai.reload;

import io.serai.reload.BeanCalls.BadCallException;

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.kamelet.FailedToCreateKameletException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

import java.io.FileNotFoundException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells from what Camel throws which file and line is at fault, in one sentence. */
final class Faults {

    private static final Pattern UNKNOWN_OPTION =
            Pattern.compile("Unknown parameters=\\[\\{(.*?)=");
    private static final Pattern MISSING =
            Pattern.compile(
                    "Route template (\\S+) the following mandatory parameters must be provided:"
                            + " (.*)");
    private static final Pattern NO_SETTING =
            Pattern.compile("Property with key \\[(.+?)] not found");
    private static final Pattern QUOTED = Pattern.compile("[\"'`]([^\"'`\\s]{3,})[\"'`]");

    private Faults() {}

    /** The problem of a route, placed where it stands or in a Kamelet or configuration it uses. */
    static Problem of(Unit unit, Throwable thrown, Edition edition) {
        String message = message(thrown);
        MarkedYamlEngineException marked = find(thrown, MarkedYamlEngineException.class);
        if (marked != null && marked.getProblemMark().isPresent()) {
            return new Problem(unit.file(), marked.getProblemMark().get().getLine() + 1, message);
        }
        BadCallException call = find(thrown, BadCallException.class);
        if (call != null && call.line > 0) {
            return new Problem(unit.file(), call.line, message);
        }
        String words = words(thrown);
        int line = words.isEmpty() ? 0 : Lines.find(unit.text(), words, unit.line(), unit.end());
        if (line == 0 && !words.isEmpty()) { // it stands in what the route uses
            for (Source shared : edition.configurations.values()) {
                int there = Lines.find(shared.text(), words, 1, Integer.MAX_VALUE);
                boolean used =
                        unit.file().equals(shared.file()) || unit.needs().contains(shared.file());
                if (there > 0 && used) {
                    return new Problem(shared.file(), there, message);
                }
            }
            for (KameletFile kamelet : edition.kamelets.values()) {
                int there = Lines.find(kamelet.text(), words, 1, Integer.MAX_VALUE);
                if (there > 0 && unit.needs().contains(kamelet.file())) {
                    return new Problem(kamelet.file(), there, message);
                }
            }
        }
        return new Problem(unit.file(), line == 0 ? unit.line() : line, message);
    }

    static Problem of(java.nio.file.Path file, int line, Throwable thrown) {
        MarkedYamlEngineException marked = find(thrown, MarkedYamlEngineException.class);
        BadCallException call = find(thrown, BadCallException.class);
        int at =
                marked == null
                        ? call == null || call.line <= 0 ? line : call.line
                        : marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(line);
        return new Problem(file, at, message(thrown));
    }

    /** What to look for in the text. */
    private static String words(Throwable thrown) {
        NoSuchBeanException bean = find(thrown, NoSuchBeanException.class);
        if (bean != null && bean.getName() != null) {
            return bean.getName();
        }
        String root = String.valueOf(root(thrown).getMessage());
        Matcher option = UNKNOWN_OPTION.matcher(root);
        if (option.find()) {
            return option.group(1);
        }
        Matcher setting = NO_SETTING.matcher(root);
        if (setting.find()) {
            return "{{" + setting.group(1);
        }
        SimpleIllegalSyntaxException simple = find(thrown, SimpleIllegalSyntaxException.class);
        if (simple != null) {
            return simple.getExpression().strip().lines().findFirst().orElse("");
        }
        String endpoint = endpoint(thrown);
        if (endpoint != null) {
            String uri = endpoint.replace("://", ":");
            int query = uri.indexOf('?');
            return uri.startsWith("kamelet:")
                    ? References.target(uri)
                    : query < 0 ? uri : uri.substring(0, query);
        }
        Matcher quoted = QUOTED.matcher(root);
        return quoted.find() ? quoted.group(1) : lastWord(root);
    }

    private static String lastWord(String message) {
        String last =
                message.substring(message.lastIndexOf(' ') + 1).replaceAll("[.,;:)\\]}]+$", "");
        return last.length() < 3 ? "" : last;
    }

    static String message(Throwable thrown) {
        MarkedYamlEngineException marked = find(thrown, MarkedYamlEngineException.class);
        if (marked != null && marked.getProblem() != null) {
            return marked.getProblem();
        }
        String endpoint = endpoint(thrown);
        if (endpoint != null && root(thrown) instanceof FileNotFoundException) {
            return "The Kamelet \"%s\" is not in the connectors folder."
                    .formatted(References.target(endpoint));
        }
        Matcher missing = MISSING.matcher(String.valueOf(root(thrown).getMessage()));
        if (missing.matches()) {
            return "The Kamelet \"%s\" must be given the parameter %s."
                    .formatted(missing.group(1), missing.group(2));
        }
        NoSuchBeanException bean = find(thrown, NoSuchBeanException.class);
        String system = bean == null ? null : References.system(bean.getName());
        if (bean != null && system != null) {
            return "There is no %s: \"%s\" is a system neither of serai.systems nor of an integration."
                    .formatted(bean.getName(), system);
        }
        Throwable told = bean;
        if (told == null) {
            told = find(thrown, NoSuchEndpointException.class);
        }
        if (told == null) {
            told = find(thrown, ResolveEndpointFailedException.class);
        }
        // Of a Kamelet that cannot be made Camel says only that, and with which values.
        if (told == null || find(told, FailedToCreateKameletException.class) != null) {
            told = root(thrown);
        }
        String message = told.getMessage();
        if (message == null) {
            message = told.getClass().getSimpleName();
        } else if (told instanceof ClassNotFoundException) {
            message = "There is no class " + message;
        }
        return URISupport.sanitizeUri(message).replaceAll("\\s+", " ").strip();
    }

    private static @Nullable String endpoint(Throwable thrown) {
        NoSuchEndpointException missing = find(thrown, NoSuchEndpointException.class);
        if (missing != null) {
            return missing.getUri();
        }
        ResolveEndpointFailedException failed = find(thrown, ResolveEndpointFailedException.class);
        return failed == null ? null : failed.getUri();
    }

    private static Throwable root(Throwable thrown) {
        Throwable at = thrown;
        while (at.getCause() != null
                && (at.getMessage() == null
                        || at instanceof FailedToCreateRouteException
                        || at.getCause().getMessage() != null)) {
            at = at.getCause();
        }
        return at;
    }

    private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        @Nullable T deepest = null;
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                deepest = type.cast(at);
            }
        }
        return deepest;
    }
}
