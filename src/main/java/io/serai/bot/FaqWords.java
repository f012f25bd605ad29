package io.serai.bot;

import io.serai.reload.BadFileException;
import io.serai.reload.YamlNode;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cn.smart.SmartChineseAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts texts into the words that carry their meaning: segmented by smartcn, which also stems
 * English; words of the same meaning made one, words without meaning left out.
 */
final class FaqWords {

    private static final Set<String> FIELDS = Set.of("ignore", "same");

    private final SmartChineseAnalyzer analyzer = new SmartChineseAnalyzer();
    private final Map<String, String> same = new LinkedHashMap<>();
    private final Set<String> ignored = new HashSet<>();

    /** Takes in a file's {@code ignore} and {@code same} lists. */
    void add(YamlNode root) throws BadFileException {
        Map<String, YamlNode> fields = root.fields(FIELDS);
        if (fields.containsKey("same")) {
            for (YamlNode group : fields.get("same").items()) {
                List<String> words = group.texts();
                if (words.size() < 2) {
                    throw group.refused("'same' lists words that mean the same: give two or more");
                }
                words.subList(1, words.size())
                        .forEach(word -> same.put(plain(word), plain(words.getFirst())));
            }
        }
        if (fields.containsKey("ignore")) {
            for (String line : fields.get("ignore").texts()) {
                for (String word : line.split("\\s+")) {
                    ignored.addAll(cut(plain(word)));
                }
            }
        }
    }

    /** The words of a text, each once, in their order. */
    Set<String> of(String text) {
        String meant = plain(text);
        for (Map.Entry<String, String> word : same.entrySet()) {
            meant = meant.replace(word.getKey(), word.getValue());
        }
        Set<String> words = cut(meant);
        words.removeAll(ignored);
        return words;
    }

    private static String plain(String text) {
        return Plain.of(text).text();
    }

    private Set<String> cut(String text) {
        Set<String> words = new LinkedHashSet<>();
        try (TokenStream tokens = analyzer.tokenStream("words", text)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                words.add(term.toString());
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words;
    }
}
