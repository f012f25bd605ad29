package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.zaxxer.hikari.HikariDataSource;

import io.serai.SettableClock;
import io.serai.engines.Engines;
import io.serai.event.Address;
import io.serai.event.Message;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

/** Machines whose clocks are wrong, by much more than a database ever takes to answer. */
class StoreClockTest {

    private static final Duration OFF = Duration.ofMinutes(5);
    private static final Address ZHANG = new Address("wechat", "main", "zhang");

    private final String url = Engines.postgres().freshDatabase();
    private final LedgerOnDisk here = new LedgerOnDisk(Engines.postgres(), url);
    private final LedgerOnDisk there = new LedgerOnDisk(Engines.postgres(), url);

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void nodesGoByTheTimeOfTheStoreHoweverFarTheirMachinesAreApart() {
        Clock late = here.clockOfMachineOffBy(OFF.negated());
        Clock early = there.clockOfMachineOffBy(OFF);

        assertNear(late.instant(), early.instant());
        assertNear(late.instant(), Instant.now()); // the database's clock here is this machine's
    }

    @Test
    void aClockThatJumpsWhileTheHubRunsIsFoundOutAtTheNextLook() {
        SettableClock machine = new SettableClock();
        try (StoreClock clock = new StoreClock(machine, here.source())) {
            machine.advance(OFF);
            clock.measure();

            assertNear(clock.instant(), Instant.now());
        }
    }

    /** As when it was waited for until the database was there again. */
    @Test
    void whatALookFindsThatTookLongerThanTheClockIsOffChangesNothing() {
        Duration off = Duration.ofSeconds(10);
        AtomicReference<Duration> trip = new AtomicReference<>(Duration.ZERO);
        Instant before = Instant.now().minus(off);
        Clock machine =
                new InstantSource() {
                    private boolean second;

                    @Override
                    public Instant instant() {
                        second = !second;
                        return second ? before : before.plus(trip.get());
                    }
                }.withZone(ZoneOffset.UTC);
        try (StoreClock clock = new StoreClock(machine, here.source())) {
            trip.set(Duration.ofSeconds(20));
            clock.measure();

            assertThat(Duration.between(before, clock.instant()))
                    .isCloseTo(off, Duration.ofSeconds(5));
        }
    }

    @Test
    void whileTheStoreIsAwayWhatWasFoundLastStands() {
        HikariDataSource source =
                (HikariDataSource)
                        new StoreConfiguration()
                                .dataSource(
                                        LedgerOnDisk.settings(url, Engines.postgres().user(), ""));
        Clock machine = Clock.offset(Clock.systemUTC(), OFF.negated());
        try (StoreClock clock = new StoreClock(machine, source)) {
            source.close();
            clock.measure();

            assertNear(clock.instant(), Instant.now());
        }
    }

    @Test
    void aConversationTheyBothWriteKeepsItsOrderAndItsTimes() {
        List<Clock> clocks =
                List.of(here.clockOfMachineOffBy(OFF), there.clockOfMachineOffBy(OFF.negated()));
        for (int i = 0; i < 20; i++) {
            LedgerOnDisk node = i % 2 == 0 ? here : there;
            node.ledger().commitNow(new Say(ZHANG, "m" + i, clocks.get(i % 2).instant()));
        }

        List<Message> stored = here.conversations().after(ZHANG.conversation(), 0, 100);
        assertThat(stored)
                .extracting(Message::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
        Instant first = stored.getFirst().time();
        assertThat(stored)
                .allSatisfy(
                        message -> {
                            assertThat(message.content().words())
                                    .isEqualTo("m" + (message.seq() - 1));
                            assertNear(message.time(), first);
                        });
    }

    /** Near is less than the error, and more than any pause of a busy machine. */
    private static void assertNear(Instant one, Instant other) {
        assertThat(one).isCloseTo(other, within(4, ChronoUnit.MINUTES));
    }
}
