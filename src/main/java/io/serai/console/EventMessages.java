package io.serai.console;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Event;
import io.serai.reload.BadFileException;
import io.serai.reload.LiveFolder;
import io.serai.reload.YamlNode;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What customers are told of business events, from {@code config/event-messages/*.yaml}; live.
 * Nothing for a type that has no text.
 */
@Component
class EventMessages implements LiveFolder {

    private static final Pattern BLANK = Pattern.compile("\\{([^{}]+)}");
    private static final String PREFIX = "io.serai.";
    private static final int LONGEST = 500;
    private static final Set<String> LANGUAGES = Set.of("zh", "en"); // what the bot speaks

    private final Path folder;
    private volatile Map<String, Map<String, String>> texts = Map.of();

    EventMessages(@Value("${serai.events.messages:config/event-messages}") Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "event-messages";
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public String pattern() {
        return "*.yaml";
    }

    @Override
    public void apply(Map<Path, String> files) throws BadFileException {
        Map<String, Map<String, String>> read = new HashMap<>();
        for (Map.Entry<Path, String> file : files.entrySet()) {
            Optional<YamlNode> root = YamlNode.parse(file.getKey(), file.getValue());
            if (root.isPresent()) {
                read(root.get(), read);
            }
        }
        texts = Map.copyOf(read);
    }

    private static void read(YamlNode root, Map<String, Map<String, String>> into)
            throws BadFileException {
        Map<String, YamlNode> fields = root.fields(Set.of("language", "messages"));
        YamlNode language = fields.get("language");
        YamlNode messages = fields.get("messages");
        if (language == null || messages == null) {
            throw root.refused("'language' and 'messages' must be given");
        }
        if (!LANGUAGES.contains(language.text())) {
            throw language.refused("language must be zh or en");
        }
        Map<String, String> texts = new HashMap<>();
        for (Map.Entry<String, YamlNode> message : messages.fields().entrySet()) {
            String type = message.getKey();
            if (!type.matches("[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+") || type.startsWith(PREFIX)) {
                throw message.getValue().refused("'" + type + "' must be such as order.paid");
            }
            String text = message.getValue().text();
            if (text.length() > LONGEST) {
                throw message.getValue().refused("a text has at most 500 characters");
            }
            if (BLANK.matcher(text).replaceAll("").matches("(?s).*[{}].*")) {
                throw message.getValue()
                        .refused("a { or } stands alone: a blank is such as {orderNo}");
            }
            texts.put(type, text);
        }
        if (into.put(language.text(), Map.copyOf(texts)) != null) {
            throw language.refused("language " + language.text() + " is given by two files");
        }
    }

    /** True if some customer may be told of it. */
    boolean knows(String type) {
        return texts.values().stream().anyMatch(it -> it.containsKey(plain(type)));
    }

    /** What to say; empty if there is no text in that language, or nothing to fill a blank with. */
    Optional<String> say(Event event, String language) {
        String text = texts.getOrDefault(language, Map.of()).get(plain(event.type()));
        if (text == null) {
            return Optional.empty();
        }
        StringBuilder said = new StringBuilder();
        Matcher blank = BLANK.matcher(text);
        while (blank.find()) {
            String value = value(event, blank.group(1));
            if (value.isBlank() || value.length() > LONGEST) {
                return Optional.empty();
            }
            blank.appendReplacement(said, Matcher.quoteReplacement(value));
        }
        blank.appendTail(said);
        return Optional.of(said.toString());
    }

    private static String value(Event event, String name) {
        JsonNode value = event.data().path(name);
        JsonNode found = value.isMissingNode() ? event.data().path("details").path(name) : value;
        // As people write it: many systems send 1.0E7 for ten million.
        return found.isNumber()
                ? found.decimalValue().toPlainString()
                : found.isValueNode() ? found.asText() : "";
    }

    private static String plain(String type) {
        return type.startsWith(PREFIX) ? type.substring(PREFIX.length()) : type;
    }
}
