package io.serai.search;

import io.serai.event.Message;
import io.serai.store.Cursor;

import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.IndexSortSortedNumericDocValuesRangeQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A Lucene index in a folder: the words of every message and where it stands in the store, the
 * latest first, so that the first page of what is common costs the same however much there is.
 *
 * <p>How far it has come in the feed is part of each commit: after a crash it goes on from there
 * and has every message once.
 */
final class MessageIndex implements Closeable {

    private static final String CURSOR = "cursor";
    private static final String CONVERSATION = "conversation";
    private static final String PLACE = "place";

    /** The two halves of the message's id, a UUIDv7: its time, and what tells it from its peers. */
    private static final String TIME = "time";

    private static final String TIE = "tie";
    private static final Sort LATEST_FIRST =
            new Sort(
                    new SortField(TIME, SortField.Type.LONG, true),
                    new SortField(TIE, SortField.Type.LONG, true));
    private static final double BUFFER_MB = 8;
    private static final FieldType WORDS = new FieldType();

    static {
        WORDS.setOmitNorms(true);
        WORDS.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
        WORDS.freeze();
    }

    /**
     * Where a message stands.
     *
     * @param id the message's
     */
    record Hit(UUID id, String conversation, long seq) {}

    private final FSDirectory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private boolean behind;

    /**
     * Opens it, or makes a new one.
     *
     * @throws org.apache.lucene.store.LockObtainFailedException if another process has it
     * @throws IOException if it can't be read
     */
    MessageIndex(Path folder) throws IOException {
        directory = FSDirectory.open(folder);
        try {
            writer =
                    new IndexWriter(
                            directory,
                            new IndexWriterConfig(Words.STORED)
                                    .setIndexSort(LATEST_FIRST)
                                    .setRAMBufferSizeMB(BUFFER_MB)
                                    .setCommitOnClose(false));
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
        searchers = new SearcherManager(writer, null);
    }

    /** How far in the feed the last commit was; empty at the beginning. */
    Optional<Cursor> cursor() {
        if (writer.getLiveCommitData() != null) {
            for (Map.Entry<String, String> entry : writer.getLiveCommitData()) {
                if (entry.getKey().equals(CURSOR)) {
                    return Optional.of(Cursor.of(entry.getValue()));
                }
            }
        }
        return Optional.empty();
    }

    /** Forgets everything. */
    void clear() throws IOException {
        writer.deleteAll();
        writer.setLiveCommitData(List.of());
        writer.commit();
        searchers.maybeRefreshBlocking();
    }

    void add(Message message) throws IOException {
        String words = Words.of(message.content());
        if (words.isBlank()) {
            return;
        }
        UUID id = UUID.fromString(message.id());
        Document document = new Document();
        document.add(new Field(Words.FIELD, words, WORDS));
        document.add(new StringField(CONVERSATION, message.conversation(), Field.Store.NO));
        document.add(new BinaryDocValuesField(PLACE, place(message)));
        document.add(new NumericDocValuesField(TIME, id.getMostSignificantBits()));
        document.add(new NumericDocValuesField(TIE, id.getLeastSignificantBits()));
        writer.addDocument(document);
    }

    /**
     * Lets what was added be found. That is only prepared for the next search: a segment for each
     * second in which nobody searches would have to be merged with all others.
     */
    synchronized void refresh() {
        behind = true;
    }

    private synchronized void catchUp() throws IOException {
        if (behind) {
            behind = false;
            searchers.maybeRefreshBlocking();
        }
    }

    /** Writes down what was added, and that it reaches up to there. */
    void commit(Cursor cursor) throws IOException {
        writer.setLiveCommitData(Map.of(CURSOR, cursor.toString()).entrySet());
        writer.commit();
    }

    int size() {
        return writer.getDocStats().numDocs;
    }

    /**
     * The latest messages that a query finds.
     *
     * @param conversation only there, unless null
     * @param before only those older than the message of this id, unless null
     */
    List<Hit> find(Query words, @Nullable String conversation, @Nullable UUID before, int limit)
            throws IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        query.add(words, BooleanClause.Occur.FILTER);
        if (conversation != null) {
            query.add(Words.term(CONVERSATION, conversation), BooleanClause.Occur.FILTER);
        }
        if (before != null) {
            query.add(upTo(before.getMostSignificantBits()), BooleanClause.Occur.FILTER);
        }
        catchUp();
        IndexSearcher searcher = searchers.acquire();
        try {
            return hits(searcher, query.build(), before, limit);
        } finally {
            searchers.release(searcher);
        }
    }

    private static List<Hit> hits(
            IndexSearcher searcher, Query query, @Nullable UUID before, int limit)
            throws IOException {
        FieldDoc after =
                before == null || searcher.getIndexReader().maxDoc() == 0
                        ? null
                        : new FieldDoc(
                                searcher.getIndexReader().maxDoc() - 1,
                                Float.NaN,
                                new Object[] {
                                    before.getMostSignificantBits(),
                                    before.getLeastSignificantBits()
                                });
        // Counts no further than it must: each segment is left when it has given a page.
        var manager = new TopFieldCollectorManager(LATEST_FIRST, limit, after, 1);
        List<Hit> hits = new ArrayList<>();
        for (ScoreDoc found : searcher.search(query, manager).scoreDocs) {
            FieldDoc document = (FieldDoc) found;
            hits.add(
                    hit(
                            searcher.getIndexReader(),
                            found.doc,
                            new UUID((Long) document.fields[0], (Long) document.fields[1])));
        }
        return hits;
    }

    private static Query upTo(long time) {
        return new IndexSortSortedNumericDocValuesRangeQuery(
                TIME,
                Long.MIN_VALUE,
                time,
                NumericDocValuesField.newSlowRangeQuery(TIME, Long.MIN_VALUE, time));
    }

    private static BytesRef place(Message message) {
        UUID conversation = UUID.fromString(message.conversation());
        return new BytesRef(
                ByteBuffer.allocate(3 * Long.BYTES)
                        .putLong(conversation.getMostSignificantBits())
                        .putLong(conversation.getLeastSignificantBits())
                        .putLong(message.seq())
                        .array());
    }

    private static Hit hit(IndexReader reader, int document, UUID id) throws IOException {
        LeafReaderContext leaf =
                reader.leaves().get(ReaderUtil.subIndex(document, reader.leaves()));
        BinaryDocValues places = leaf.reader().getBinaryDocValues(PLACE);
        if (places == null || !places.advanceExact(document - leaf.docBase)) {
            throw new IllegalStateException("Every document has its place");
        }
        BytesRef place = places.binaryValue();
        ByteBuffer bytes = ByteBuffer.wrap(place.bytes, place.offset, place.length);
        UUID conversation = new UUID(bytes.getLong(), bytes.getLong());
        return new Hit(id, conversation.toString(), bytes.getLong());
    }

    /** Leaves what was not committed to be read again. */
    @Override
    public void close() throws IOException {
        try (directory) {
            searchers.close();
            writer.rollback();
        }
    }

    /** True if a folder holds an index that cannot be read any more. */
    static boolean isBroken(Path folder) {
        try (FSDirectory directory = FSDirectory.open(folder)) {
            if (!DirectoryReader.indexExists(directory)) {
                return false;
            }
            DirectoryReader.open(directory).close();
            return false;
        } catch (IOException | RuntimeException e) {
            return true;
        }
    }
}
