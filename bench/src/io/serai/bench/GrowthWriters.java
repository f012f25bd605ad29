package io.serai.bench;

import io.serai.event.Address;
import io.serai.store.OpenStore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Some of the customers there ever were, who are all told something now; nothing is left to handle.
 */
final class GrowthWriters implements AutoCloseable {

    private static final int WRITERS = 256;

    private final OpenStore ledger;
    private final int[] active;
    private final AtomicLong said = new AtomicLong(System.currentTimeMillis() * 1_000);

    /**
     * @param active how many customers, out of all alike
     */
    GrowthWriters(GrowthStore store, int active) {
        this.active = ThreadLocalRandom.current().ints(active, 0, store.messages() / 20).toArray();
        this.ledger = new OpenStore(store.url(), store.user());
    }

    /** Messages a second that the ledger commits. */
    double rate(int seconds) throws InterruptedException {
        AtomicLong done = new AtomicLong();
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(Thread.startVirtualThread(() -> write(end, done)));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        return done.get() * 1e9 / (System.nanoTime() - start);
    }

    private void write(long end, AtomicLong done) {
        while (System.nanoTime() - end < 0) {
            int someone = active[ThreadLocalRandom.current().nextInt(active.length)];
            ledger.answer(
                    new Address("web", "main", "customer" + someone),
                    "可以开发票 " + said.incrementAndGet());
            done.incrementAndGet();
        }
    }

    @Override
    public void close() {
        ledger.close();
    }
}
