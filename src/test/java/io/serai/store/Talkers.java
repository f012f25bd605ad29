package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.event.Address;
import io.serai.event.Message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Customers who talk without a pause, each in a conversation of their own. Who is told that the
 * store is away says the same again; anything else that goes wrong is a fault.
 */
public final class Talkers implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Ledger ledger;
    private final List<Talker> talkers;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean talking = true;

    /** They begin at once. */
    public Talkers(Ledger ledger, int count) {
        this.ledger = ledger;
        this.talkers =
                IntStream.range(0, count)
                        .mapToObj(i -> new Talker(new Address("web", "main", "talker" + i)))
                        .toList();
        talkers.forEach(talker -> threads.add(Thread.startVirtualThread(talker)));
    }

    /** One customer. */
    private final class Talker implements Runnable {
        private final Address address;
        private volatile int acknowledged;

        Talker(Address address) {
            this.address = address;
        }

        @Override
        public void run() {
            while (talking && faults.isEmpty()) {
                try {
                    Message stored = ledger.commitNow(new Say(address, "m" + acknowledged));
                    if (stored.seq() != acknowledged + 1) {
                        faults.add(address.user() + " was given " + stored.seq());
                    }
                    acknowledged++;
                } catch (StoreAway e) {
                    refused.incrementAndGet();
                    LockSupport.parkNanos(1_000_000);
                } catch (RuntimeException e) {
                    faults.add(e.toString());
                }
            }
        }
    }

    /** How many messages each was told are stored. */
    public List<Integer> acknowledged() {
        return talkers.stream().map(talker -> talker.acknowledged).toList();
    }

    /** Waits until each was told so of some more. */
    public void awaitMore(int messages) {
        List<Integer> before = acknowledged();
        await().failFast(() -> assertThat(faults).isEmpty())
                .until(
                        () ->
                                IntStream.range(0, talkers.size())
                                        .allMatch(
                                                i ->
                                                        talkers.get(i).acknowledged
                                                                >= before.get(i) + messages));
    }

    /** Waits until as many more as there are were told that the store is away. */
    public void awaitRefusals() {
        int before = refused.get();
        await().failFast(() -> assertThat(faults).isEmpty())
                .until(() -> refused.get() >= before + talkers.size());
    }

    /** Everything that each was told is stored is there once, in order, without a gap. */
    public void audit(LedgerOnDisk store, List<Integer> acknowledged) {
        assertThat(faults).isEmpty();
        for (int i = 0; i < talkers.size(); i++) {
            String conversation = talkers.get(i).address.conversation();
            List<Message> stored = store.conversations().after(conversation, 0, 1_000_000);
            assertThat(stored)
                    .as("what is stored of talker " + i)
                    .hasSizeGreaterThanOrEqualTo(acknowledged.get(i));
            assertThat(stored)
                    .extracting(Message::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, stored.size()).boxed().toList());
            assertThat(stored)
                    .extracting(message -> message.content().words())
                    .containsExactlyElementsOf(
                            IntStream.range(0, stored.size()).mapToObj(n -> "m" + n).toList());
            assertThat(store.conversation(conversation).lastSeq()).isEqualTo(stored.size());
        }
    }

    @Override
    public void close() {
        hush();
    }

    /** They fall silent; when it returns none is waiting for an answer. */
    public void hush() {
        talking = false;
        for (Thread thread : threads) {
            try {
                thread.join(LIMIT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
