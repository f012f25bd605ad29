package io.serai.bot;

import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The questions in a Lucene index in memory. BM25 finds the candidates; how sure a match is, is
 * measured afterwards, since a BM25 score says nothing by itself.
 *
 * <p>Confidence is the harmonic mean of two shares, each weighing a word by its rarity (IDF): how
 * much of what the customer wrote the entry knows, and how much of one way of asking the customer
 * wrote. 1 is the very words, 0 no word in common.
 */
final class FaqIndex {

    private static final String WORDS = "words";
    private static final int CANDIDATES = 20;

    /** How much an unknown word counts against a match, as a share of the rarest known word's. */
    private static final double UNKNOWN = 0.5;

    private final FaqWords words;
    private final List<Asked> asked = new ArrayList<>();
    private final IndexReader reader;
    private final IndexSearcher searcher;

    /** One way to ask: its own words, and those of all ways to ask the same. */
    private record Asked(FaqEntry entry, Set<String> words, Set<String> all) {}

    /**
     * @param confidence 0 to 1
     */
    record Match(FaqEntry entry, double confidence) {}

    FaqIndex(Collection<FaqEntry> entries, FaqWords words) {
        this.words = words;
        try {
            ByteBuffersDirectory directory = new ByteBuffersDirectory();
            try (IndexWriter writer =
                    new IndexWriter(directory, new IndexWriterConfig(new WhitespaceAnalyzer()))) {
                for (FaqEntry entry : entries) {
                    add(entry, writer);
                }
            }
            reader = DirectoryReader.open(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        searcher = new IndexSearcher(reader);
    }

    private void add(FaqEntry entry, IndexWriter writer) throws IOException {
        Set<String> all = new HashSet<>();
        for (String question : entry.questions()) {
            Set<String> own = words.of(question);
            all.addAll(own);
            Document document = new Document();
            document.add(new TextField(WORDS, String.join(" ", own), Field.Store.NO));
            document.add(new StoredField("place", asked.size()));
            writer.addDocument(document);
            asked.add(new Asked(entry, own, all));
        }
    }

    int size() {
        return asked.size();
    }

    /** The entry that fits best, if any has a word in common. */
    Optional<Match> match(String text) {
        Set<String> query = words.of(text);
        Match best = null;
        try {
            for (ScoreDoc hit : searcher.search(any(query), CANDIDATES).scoreDocs) {
                Asked candidate =
                        asked.get(
                                searcher.storedFields()
                                        .document(hit.doc)
                                        .getField("place")
                                        .numericValue()
                                        .intValue());
                double confidence = confidence(query, candidate);
                if (best == null || confidence > best.confidence()) {
                    best = new Match(candidate.entry(), confidence);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.ofNullable(best);
    }

    private static BooleanQuery any(Set<String> query) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        query.forEach(
                word -> any.add(new TermQuery(new Term(WORDS, word)), BooleanClause.Occur.SHOULD));
        return any.build();
    }

    private double confidence(Set<String> query, Asked candidate) throws IOException {
        double known = share(query, candidate.all());
        double asked = share(candidate.words(), query);
        return known + asked == 0 ? 0 : 2 * known * asked / (known + asked);
    }

    /** How much of these words the others hold. */
    private double share(Set<String> these, Set<String> others) throws IOException {
        double all = 0;
        double shared = 0;
        for (String word : these) {
            double weight = weight(word);
            all += weight;
            shared += others.contains(word) ? weight : 0;
        }
        return all == 0 ? 0 : shared / all;
    }

    /** BM25's IDF. */
    private double weight(String word) throws IOException {
        double count = asked.size();
        double with = reader.docFreq(new Term(WORDS, word));
        double weight = Math.log(1 + (count - with + 0.5) / (with + 0.5));
        return with == 0 ? UNKNOWN * weight : weight;
    }
}
