package io.serai.bot;

import io.serai.reload.BadFileException;
import io.serai.reload.YamlNode;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A question and its answer.
 *
 * @param id names it, in the log and as the intent
 * @param language {@code zh} or {@code en}
 * @param questions several ways to ask it
 * @param answer what to say
 * @param skill what an agent should be able to do if the customer wants one next
 */
record FaqEntry(
        String id, String language, List<String> questions, String answer, @Nullable String skill) {

    private static final Set<String> FIELDS = Set.of("id", "lang", "questions", "answer", "skill");

    static FaqEntry read(YamlNode node) throws BadFileException {
        Map<String, YamlNode> fields = node.fields(FIELDS);
        List<String> questions = needed(node, fields, "questions").texts();
        if (questions.isEmpty()) {
            throw node.refused("'questions' must hold at least one way to ask");
        }
        YamlNode lang = fields.get("lang");
        YamlNode skill = fields.get("skill");
        return new FaqEntry(
                needed(node, fields, "id").text(),
                lang == null ? Language.of(questions.getFirst(), Language.CHINESE) : language(lang),
                questions,
                needed(node, fields, "answer").text(),
                skill == null ? null : skill.text());
    }

    private static String language(YamlNode lang) throws BadFileException {
        if (!Set.of(Language.CHINESE, Language.ENGLISH).contains(lang.text())) {
            throw lang.refused("'lang' must be zh or en");
        }
        return lang.text();
    }

    private static YamlNode needed(YamlNode node, Map<String, YamlNode> fields, String name)
            throws BadFileException {
        YamlNode field = fields.get(name);
        if (field == null) {
            throw node.refused("'" + name + "' must be given");
        }
        return field;
    }
}
