package io.serai.bench;

import io.serai.event.Address;
import io.serai.store.OpenStore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Customers of long ago and of today, who all have something to say at once. */
final class GrowthWriters implements AutoCloseable {

    private static final int WRITERS = 256;

    private final GrowthStore store;
    private final OpenStore ledger;
    private final AtomicLong said = new AtomicLong(System.currentTimeMillis());

    GrowthWriters(GrowthStore store) {
        this.store = store;
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
            int someone = ThreadLocalRandom.current().nextInt(store.messages() / 20);
            ledger.say(
                    new Address("web", "main", "customer" + someone),
                    "可以开发票吗 " + said.incrementAndGet());
            done.incrementAndGet();
        }
    }

    @Override
    public void close() {
        ledger.close();
    }
}
