package io.serai.search;

import io.serai.event.Content;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes words of texts. Chinese is not cut into words, which two readers would do in two ways: any
 * two neighbouring characters are one, so that whatever is looked for is found wherever it stands.
 */
final class Words {

    static final String FIELD = "words";

    private static final int FLAGS =
            CJKBigramFilter.HAN
                    | CJKBigramFilter.HIRAGANA
                    | CJKBigramFilter.KATAKANA
                    | CJKBigramFilter.HANGUL;

    /** For what is stored: single characters, too, so that one can be looked for. */
    static final Analyzer STORED = new Cut(true);

    private static final Analyzer ASKED = new Cut(false);

    private Words() {}

    private static final class Cut extends Analyzer {

        private final boolean singles;

        Cut(boolean singles) {
            this.singles = singles;
        }

        @Override
        protected TokenStreamComponents createComponents(String field) {
            StandardTokenizer tokens = new StandardTokenizer();
            TokenStream lower = new LowerCaseFilter(new CJKWidthFilter(tokens));
            return new TokenStreamComponents(tokens, new CJKBigramFilter(lower, FLAGS, singles));
        }
    }

    /** What of a message can be looked for; empty if nothing can. */
    static String of(Content content) {
        return switch (content) {
            case Content.Text text -> text.text();
            case Content.Voice voice -> joined(voice.transcript());
            case Content.Video video -> joined(video.title());
            case Content.File file -> joined(file.name());
            case Content.Location location -> joined(location.label());
            case Content.Link link -> joined(link.title(), link.description());
            case Content.Card card ->
                    joined(card.title()) + " " + String.join(" ", card.fields().values());
            case Content.Image image -> "";
            case Content.Signal signal -> "";
            case Content.Unsupported unsupported -> "";
        };
    }

    @SuppressWarnings("NullAway") // filters the nulls out
    private static String joined(@org.jspecify.annotations.Nullable String... parts) {
        return Stream.of(parts)
                .filter(part -> part != null && !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /**
     * Asks for all parts that white space divides; within a part for what stands side by side.
     *
     * @return empty if there is no letter and no digit in it
     */
    static Optional<Query> query(String asked) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        int parts = 0;
        for (String part : asked.strip().split("\\s+")) {
            List<String> words = cut(part);
            if (!words.isEmpty()) {
                all.add(
                        new PhraseQuery(FIELD, words.toArray(String[]::new)),
                        BooleanClause.Occur.FILTER);
                parts++;
            }
        }
        return parts == 0 ? Optional.empty() : Optional.of(all.build());
    }

    static Query term(String field, String value) {
        return new org.apache.lucene.search.TermQuery(new Term(field, value));
    }

    private static List<String> cut(String part) {
        List<String> words = new ArrayList<>();
        try (TokenStream tokens = ASKED.tokenStream(FIELD, part)) {
            CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                words.add(word.toString());
            }
            tokens.end();
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
