package io.serai.gateway;

import static io.serai.gateway.IntegrationFile.name;
import static io.serai.gateway.IntegrationFile.required;

import io.serai.gateway.Integration.Operation;
import io.serai.reload.BadFileException;
import io.serai.reload.YamlNode;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads one operation of an integration. */
final class OperationFields {

    private static final Set<String> FIELDS =
            Set.of(
                    "name",
                    "path",
                    "method",
                    "keys",
                    "error_at",
                    "code_at",
                    "ok_codes",
                    "miss_codes",
                    "passing_codes",
                    "result_at");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
    private static final Pattern PATH =
            Pattern.compile(
                    "/(?!/)([A-Za-z0-9/_.~?&=+,:@-]|%[0-9A-Fa-f]{2}|\\{[a-z][A-Za-z0-9]*\\})*");
    private static final Pattern POINTER = Pattern.compile("(/[A-Za-z0-9_.~-]+)+");
    private static final Pattern CODES = Pattern.compile("[A-Za-z0-9_.-]+(,[A-Za-z0-9_.-]+)*");
    private static final String ANY_KEY = "[A-Za-z0-9_.@+:-]{1,128}";

    private OperationFields() {}

    static Operation read(YamlNode item) throws BadFileException {
        Map<String, YamlNode> fields = item.fields(FIELDS);
        String name = name(required(item, fields, "name"));
        YamlNode given = fields.get("method");
        String method = given == null ? "GET" : given.text().toUpperCase(Locale.ROOT);
        if (given != null && !METHODS.contains(method)) {
            throw given.refused("'method' is one of GET, POST, PUT, PATCH, DELETE");
        }
        YamlNode path = required(item, fields, "path");
        checked(path, PATH, "'path' begins with / and is a URL's path and query, with {key} in it");
        if (SystemRequest.hasStep(path.text().split("\\?", 2)[0])) {
            throw path.refused("'path' has a step of . or .., which leads elsewhere");
        }
        if (method.equals("GET") && !hasKeyAlone(path.text())) {
            throw path.refused(
                    "'path' of a GET has {key} and no other variable; for more write a route");
        }
        return new Operation(name, path.text(), method, keys(fields.get("keys")), envelope(fields));
    }

    private static boolean hasKeyAlone(String path) {
        return path.contains("{key}") && path.replace("{key}", "").indexOf('{') < 0;
    }

    private static String keys(@Nullable YamlNode node) throws BadFileException {
        if (node == null) {
            return ANY_KEY;
        }
        try {
            String pattern = Pattern.compile(node.text()).pattern();
            if (pattern.matches("[^'\"{}$]*(\\{[0-9,]+\\}[^'\"{}$]*)*")) {
                return pattern;
            }
        } catch (PatternSyntaxException e) {
            // Said below.
        }
        throw node.refused("'keys' is a regular expression without quotes and $");
    }

    private static Envelope envelope(Map<String, YamlNode> fields) throws BadFileException {
        return new Envelope(
                pointer(fields.get("error_at")),
                pointer(fields.get("code_at")),
                fields.containsKey("ok_codes") ? codes(fields.get("ok_codes")) : "0",
                codes(fields.get("miss_codes")),
                codes(fields.get("passing_codes")),
                pointer(fields.get("result_at")));
    }

    private static String pointer(@Nullable YamlNode node) throws BadFileException {
        return node == null
                ? ""
                : checked(node, POINTER, "a JSON Pointer is expected, such as /data/item");
    }

    private static String codes(@Nullable YamlNode node) throws BadFileException {
        return node == null
                ? ""
                : checked(
                        node, CODES, "codes are expected, separated by commas, such as \"0,200\"");
    }

    private static String checked(YamlNode node, Pattern pattern, String rule)
            throws BadFileException {
        if (!pattern.matcher(node.text()).matches()) {
            throw node.refused(rule);
        }
        return node.text();
    }
}
