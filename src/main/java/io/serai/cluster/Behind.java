package io.serai.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds out whose cursor is behind, with one question to the store for many.
 *
 * @param <T> who has a cursor
 */
public final class Behind<T> {

    private static final int AT_ONCE = 1_000;

    private record Checked<T>(String stream, long cursor, String key, T whose) {}

    /** Brings somebody up to date. */
    public interface Mend<T> {
        void mend(String key, T whose, String stream);
    }

    private final Function<Collection<String>, Map<String, Long>> latest;
    private final Mend<T> mend;
    private final List<Checked<T>> checked = new ArrayList<>();

    /**
     * @param latest the latest number of each of these streams that exists
     * @param mend called for who is behind
     */
    public Behind(Function<Collection<String>, Map<String, Long>> latest, Mend<T> mend) {
        this.latest = latest;
        this.mend = mend;
    }

    /** Has a cursor compared, now or with the next ones. */
    public void check(String stream, long cursor, String key, T whose) {
        checked.add(new Checked<>(stream, cursor, key, whose));
        if (checked.size() == AT_ONCE) {
            finish();
        }
    }

    /** Compares what was not compared yet. */
    public void finish() {
        if (checked.isEmpty()) {
            return;
        }
        Set<String> streams = new LinkedHashSet<>();
        checked.forEach(it -> streams.add(it.stream));
        Map<String, Long> now = latest.apply(streams);
        for (Checked<T> it : checked) {
            if (now.getOrDefault(it.stream, 0L) > it.cursor) {
                mend.mend(it.key, it.whose, it.stream);
            }
        }
        checked.clear();
    }
}
