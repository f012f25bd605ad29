package io.serai.bench;

import java.util.Arrays;

/** Latencies in nanoseconds, each one kept. For one thread. */
final class Samples {

    private long[] values = new long[1 << 16];
    private int count;

    void add(long nanos) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = nanos;
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
    }

    /** In milliseconds; NaN without samples. */
    double percentile(double percent) {
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        int index = (int) Math.ceil(percent / 100 * count) - 1;
        return sorted[Math.max(0, Math.min(count - 1, index))] / 1e6;
    }

    @Override
    public String toString() {
        return "n=%d p50=%.2f p99=%.2f max=%.2f ms"
                .formatted(count, percentile(50), percentile(99), percentile(100));
    }
}
