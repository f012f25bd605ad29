package io.serai.bot;

import io.serai.reload.BadFileException;
import io.serai.reload.LiveFolder;
import io.serai.reload.YamlNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bot's own words, from {@code config/replies/*.yaml}; live. */
@Component
class Replies implements LiveFolder {

    private static final Pattern BLANK = Pattern.compile("\\{([a-z-]+)}");
    private static final Set<String> FIELDS = Set.of("language", "replies", "order-status");
    private static final Set<String> LANGUAGES = Set.of(Language.CHINESE, Language.ENGLISH);

    private final Path folder;
    private volatile Map<String, Texts> texts = Map.of();

    /** One language's. */
    private record Texts(Path file, Map<Phrase, String> phrases, Map<String, String> statuses) {}

    @Autowired
    Replies(BotSettings settings) {
        this(settings.replies());
    }

    Replies(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return "replies";
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
        Map<String, Texts> read = new HashMap<>();
        for (Map.Entry<Path, String> file : files.entrySet()) {
            YamlNode root =
                    YamlNode.parse(file.getKey(), file.getValue())
                            .orElseThrow(
                                    () ->
                                            new BadFileException(
                                                    file.getKey(), 1, "the file is empty"));
            read(root, read);
        }
        for (String language : LANGUAGES) {
            if (!read.containsKey(language)) {
                throw new BadFileException(
                        Path.of(language + ".yaml"), 0, "no file has 'language: " + language + "'");
            }
        }
        texts = Map.copyOf(read);
    }

    private static void read(YamlNode root, Map<String, Texts> into) throws BadFileException {
        Map<String, YamlNode> fields = root.fields(FIELDS);
        YamlNode language = fields.get("language");
        YamlNode replies = fields.get("replies");
        if (language == null || replies == null) {
            throw root.refused("'language' and 'replies' must be given");
        }
        if (!LANGUAGES.contains(language.text())) {
            throw language.refused("'language' must be zh or en");
        }
        Map<String, String> statuses = new HashMap<>();
        YamlNode named = fields.get("order-status");
        if (named != null) {
            for (Map.Entry<String, YamlNode> status : named.fields().entrySet()) {
                statuses.put(status.getKey(), status.getValue().text());
            }
        }
        Texts texts = new Texts(root.file(), phrases(replies), statuses);
        if (into.put(language.text(), texts) != null) {
            throw language.refused(
                    "language " + language.text() + " is given by two files: keep one");
        }
    }

    private static Map<Phrase, String> phrases(YamlNode replies) throws BadFileException {
        Map<String, YamlNode> given = replies.fields();
        Map<Phrase, String> phrases = new HashMap<>();
        for (Phrase phrase : Phrase.values()) {
            YamlNode text = given.remove(phrase.key());
            if (text == null) {
                throw replies.refused("the reply '" + phrase.key() + "' is missing");
            }
            phrases.put(phrase, checked(phrase, text));
        }
        for (Map.Entry<String, YamlNode> left : given.entrySet()) {
            throw left.getValue().refused("there is no reply '" + left.getKey() + "'");
        }
        return phrases;
    }

    private static String checked(Phrase phrase, YamlNode node) throws BadFileException {
        String text = node.text();
        Matcher blank = BLANK.matcher(text);
        while (blank.find()) {
            if (!phrase.blanks().contains(blank.group(1))) {
                throw node.refused(
                        "'%s' has nothing to fill %s with: it knows %s"
                                .formatted(phrase.key(), blank.group(), phrase.blanks()));
            }
        }
        return text;
    }

    /** What to say; blanks left unfilled become empty. */
    String say(Phrase phrase, String language, Map<String, String> values) {
        String text = texts(language).phrases().get(phrase);
        return BLANK.matcher(text == null ? "" : text)
                .replaceAll(
                        blank -> Matcher.quoteReplacement(values.getOrDefault(blank.group(1), "")));
    }

    String say(Phrase phrase, Turn turn) {
        return say(phrase, turn.language(), Map.of());
    }

    /** An order's status for people; one nobody has named is shown as the system says it. */
    String status(String code, String language) {
        return texts(language).statuses().getOrDefault(code, code);
    }

    private Texts texts(String language) {
        Texts found = texts.get(language);
        if (found == null) {
            throw new PluginFault(
                    "the replies in %s are not loaded: see the health detail of 'replies'"
                            .formatted(folder));
        }
        return found;
    }
}
