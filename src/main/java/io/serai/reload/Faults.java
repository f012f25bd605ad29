package io.serai.reload;

import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells from what Camel throws which file and line is at fault, in one sentence. */
final class Faults {

    private static final Pattern UNKNOWN_OPTION =
            Pattern.compile("Unknown parameters=\\[\\{(.*?)=");
    private static final Pattern QUOTED = Pattern.compile("[\"'`]([^\"'`\\s]{3,})[\"'`]");

    private Faults() {}

    /** The problem of a route, placed in its own file or in that of a Kamelet it uses. */
    static Problem of(Unit unit, Throwable thrown, Collection<KameletFile> kamelets) {
        String message = message(thrown);
        MarkedYamlEngineException marked = find(thrown, MarkedYamlEngineException.class);
        if (marked != null && marked.getProblemMark().isPresent()) {
            return new Problem(unit.file(), marked.getProblemMark().get().getLine() + 1, message);
        }
        String words = words(thrown);
        int line = words.isEmpty() ? 0 : Lines.find(unit.text(), words, unit.line(), unit.end());
        if (line == 0 && !words.isEmpty()) {
            for (KameletFile kamelet : kamelets) {
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
        boolean placed = marked != null && marked.getProblemMark().isPresent();
        int at = placed ? marked.getProblemMark().get().getLine() + 1 : line;
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
        ResolveEndpointFailedException endpoint =
                find(thrown, ResolveEndpointFailedException.class);
        if (endpoint != null && endpoint.getUri() != null) {
            String uri = endpoint.getUri().replace("://", ":");
            int query = uri.indexOf('?');
            return query < 0 ? uri : uri.substring(0, query);
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
        ResolveEndpointFailedException endpoint =
                find(thrown, ResolveEndpointFailedException.class);
        NoSuchBeanException bean = find(thrown, NoSuchBeanException.class);
        Throwable told = bean != null ? bean : endpoint != null ? endpoint : root(thrown);
        String message = told.getMessage();
        if (message == null) {
            message = told.getClass().getSimpleName();
        }
        return URISupport.sanitizeUri(message).replaceAll("\\s+", " ").strip();
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
        for (Throwable at = thrown; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
