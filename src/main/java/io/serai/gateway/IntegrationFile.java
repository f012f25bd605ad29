package io.serai.gateway;

import io.serai.gateway.Integration.Operation;
import io.serai.reload.BadFileException;
import io.serai.reload.YamlNode;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.PropertyResolver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads a file of integrations. What is wrong is said with its line. */
final class IntegrationFile {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final long TO_SPARE = 500;

    /** The fields that are settings of a system, by the names they have there. */
    private static final Map<String, String> SETTINGS =
            Map.ofEntries(
                    Map.entry("endpoint", "url"),
                    Map.entry("auth_type", "auth"),
                    Map.entry("username", "username"),
                    Map.entry("password", "password"),
                    Map.entry("api_key", "api-key"),
                    Map.entry("api_key_header", "api-key-header"),
                    Map.entry("client_id", "client-id"),
                    Map.entry("client_secret", "client-secret"),
                    Map.entry("token_path", "token-path"),
                    Map.entry("token_url", "oauth.token-url"),
                    Map.entry("scope", "oauth.scope"),
                    Map.entry("refresh_token", "oauth.refresh-token"),
                    Map.entry("cache_ttl", "cache-ttl"),
                    Map.entry("miss_ttl", "miss-ttl"),
                    Map.entry("revalidate_for", "revalidate-for"),
                    Map.entry("stale_for", "stale-for"),
                    Map.entry("timeout", "timeout"),
                    Map.entry("connect_timeout", "connect-timeout"),
                    Map.entry("patience", "patience"),
                    Map.entry("rate_limit", "rate"),
                    Map.entry("max_concurrent", "bulkhead"),
                    Map.entry("per_caller", "per-caller"));

    /** What a field's value must look like. */
    private record Form(Pattern pattern, String words) {

        Form(String pattern, String words) {
            this(Pattern.compile(pattern), words);
        }
    }

    private static final Form TIME =
            new Form("[0-9]{1,9}(ms|s|m|h|d)", "is a time with its unit, such as 500ms or 30s");
    private static final Form NUMBER = new Form("[0-9]{1,6}", "is a number");
    private static final Map<String, Form> FORMS =
            Map.ofEntries(
                    Map.entry(
                            "endpoint",
                            new Form(
                                    "(?i)https?://\\S+",
                                    "is an http or https URL; for any other system write a route")),
                    Map.entry(
                            "auth_type",
                            new Form(
                                    "(?i)none|basic|api[_-]?key|jwt|oauth2",
                                    "is one of none, basic, api_key, jwt, oauth2")),
                    Map.entry(
                            "api_key_header",
                            new Form(
                                    "[!#$%&'*+.^_`|~0-9A-Za-z-]+",
                                    "is the name of an HTTP header")),
                    Map.entry("token_path", new Form("/\\S*", "begins with /")),
                    Map.entry(
                            "token_url", new Form("(?i)https?://\\S+", "is an http or https URL")),
                    Map.entry("cache_ttl", TIME),
                    Map.entry("miss_ttl", TIME),
                    Map.entry("revalidate_for", TIME),
                    Map.entry("stale_for", TIME),
                    Map.entry("timeout", TIME),
                    Map.entry("connect_timeout", TIME),
                    Map.entry("patience", TIME),
                    Map.entry("rate_limit", NUMBER),
                    Map.entry("max_concurrent", NUMBER),
                    Map.entry("per_caller", NUMBER));

    private static final Set<String> FIELDS = new TreeSet<>(SETTINGS.keySet());

    static {
        FIELDS.addAll(Set.of("name", "retry_policy", "operations"));
    }

    private final Path file;
    private final PropertyResolver environment;

    IntegrationFile(Path file, PropertyResolver environment) {
        this.file = file;
        this.environment = environment;
    }

    /** The integrations of the text, in their order. */
    Map<String, Integration> read(String text) throws BadFileException {
        Map<String, Integration> found = new HashMap<>();
        Optional<YamlNode> root = YamlNode.parse(file, text);
        if (root.isEmpty()) {
            return found;
        }
        YamlNode list = root.get().fields(Set.of("integrations")).get("integrations");
        if (list == null) {
            throw root.get().refused("it must begin with 'integrations:'");
        }
        for (YamlNode item : list.items()) {
            Integration integration = integration(item);
            if (found.put(integration.name(), integration) != null) {
                throw item.refused("'" + integration.name() + "' is given twice: keep one");
            }
        }
        return found;
    }

    private Integration integration(YamlNode item) throws BadFileException {
        Map<String, YamlNode> fields = item.fields(FIELDS);
        String name = name(required(item, fields, "name"));
        Map<String, Object> settings = new HashMap<>();
        for (Map.Entry<String, YamlNode> field : fields.entrySet()) {
            String key = SETTINGS.get(field.getKey());
            if (key != null) {
                settings.put("system." + key, value(field.getKey(), field.getValue()));
            }
        }
        required(item, fields, "endpoint");
        if (fields.containsKey("max_concurrent")) {
            settings.put("system.connections", settings.get("system.bulkhead"));
        }
        if (fields.containsKey("retry_policy")) {
            settings.put("system.retries", retries(fields.get("retry_policy")));
        }
        Object timeout = settings.get("system.timeout");
        if (timeout != null && !fields.containsKey("patience")) {
            long millis = DurationStyle.detectAndParse(timeout.toString()).toMillis() + TO_SPARE;
            settings.put("system.patience", Math.max(2500, millis) + "ms");
        }
        SystemSettings bound = bound(item, settings);
        String complaint = bound.complaint(name);
        if (complaint != null) {
            throw item.refused(inItsOwnWords(name, complaint));
        }
        List<Operation> operations = new ArrayList<>();
        for (YamlNode operation : required(item, fields, "operations").items()) {
            operations.add(OperationFields.read(operation));
        }
        if (operations.stream().map(Operation::name).distinct().count() < operations.size()) {
            throw item.refused("two operations of '" + name + "' have the same name");
        }
        return new Integration(name, file, bound, List.copyOf(operations));
    }

    static YamlNode required(YamlNode item, Map<String, YamlNode> fields, String name)
            throws BadFileException {
        YamlNode field = fields.get(name);
        if (field == null) {
            throw item.refused("'" + name + "' must be given");
        }
        return field;
    }

    static String name(YamlNode node) throws BadFileException {
        String name = node.text();
        if (!NAME.matcher(name).matches()) {
            throw node.refused(
                    "a name has small letters, digits and -, at most 32, and begins with a letter");
        }
        return name;
    }

    private String value(String field, YamlNode node) throws BadFileException {
        String value = resolved(field, node);
        Form form = FORMS.get(field);
        if (form != null && !form.pattern.matcher(value).matches()) {
            throw node.refused("'" + field + "' " + form.words);
        }
        return field.equals("endpoint") && value.endsWith("/")
                ? value.substring(0, value.length() - 1)
                : value;
    }

    private String resolved(String field, YamlNode node) throws BadFileException {
        try {
            return environment.resolveRequiredPlaceholders(node.text());
        } catch (IllegalArgumentException e) {
            throw node.refused(
                    "'" + field + "' names a setting or environment variable that is not there");
        }
    }

    /** How often a call is repeated; {@code max_attempts} counts the first one, too. */
    private static int retries(YamlNode node) throws BadFileException {
        if (node.isMap()) {
            YamlNode attempts = required(node, node.fields(Set.of("max_attempts")), "max_attempts");
            return number(attempts) - 1;
        }
        return node.text().equals("none") ? 0 : number(node);
    }

    private static int number(YamlNode node) throws BadFileException {
        String text = node.text();
        if (!text.matches("[1-9]|10")) {
            throw node.refused(
                    "'retry_policy' is none, how often a call is repeated (1 to 10), or"
                            + " {max_attempts: n}; the pauses are in"
                            + " routes/systems/calls.camel.yaml");
        }
        return Integer.parseInt(text);
    }

    private static SystemSettings bound(YamlNode item, Map<String, Object> settings)
            throws BadFileException {
        try {
            return new Binder(new MapConfigurationPropertySource(settings))
                    .bind("system", SystemSettings.class)
                    .get();
        } catch (BindException e) {
            String property = e.getName().toString();
            throw item.refused(
                    "'"
                            + inItsOwnWords("", property.substring(property.indexOf('.') + 1))
                            + "' can't be read");
        }
    }

    /** What the long form says, with the names of the short one. */
    private static String inItsOwnWords(String name, String complaint) {
        String words = complaint.replace("serai.systems." + name + ".", "").replace("oauth.", "");
        for (Map.Entry<String, String> field : SETTINGS.entrySet()) {
            String theirs = field.getValue().replace("oauth.", "");
            words = words.replaceAll("(?<![\\w-])" + theirs + "(?![\\w-])", field.getKey());
        }
        return words;
    }
}
