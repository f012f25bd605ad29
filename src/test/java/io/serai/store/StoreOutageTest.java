package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.Beside;
import io.serai.engines.Engines;
import io.serai.engines.Postgres;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** PostgreSQL goes away while units are committed, and comes back. */
@Beside
class StoreOutageTest {

    /** How it goes away, and how it comes back. */
    enum Outage {
        STOP {
            @Override
            void begin(Postgres postgres) {
                postgres.stop();
            }
        },
        KILL {
            @Override
            void begin(Postgres postgres) {
                postgres.kill();
            }
        },
        FREEZE {
            @Override
            void begin(Postgres postgres) {
                postgres.freeze();
            }

            @Override
            void end(Postgres postgres) {
                postgres.thaw();
            }
        };

        abstract void begin(Postgres postgres);

        void end(Postgres postgres) {
            postgres.start();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasAcknowledgedIsThereAndWhoWasRefusedSucceedsAfterwards(Outage outage) {
        AtomicInteger recoveries = new AtomicInteger();
        try (Postgres postgres = Engines.newPostgres();
                LedgerOnDisk store = new LedgerOnDisk(settings(postgres), counting(recoveries));
                Talkers talkers = new Talkers(store.ledger(), 4)) {
            talkers.awaitMore(50);

            outage.begin(postgres);
            talkers.awaitRefusals();
            outage.end(postgres);
            talkers.awaitMore(50);

            await().untilAsserted(() -> assertThat(recoveries).hasPositiveValue());
            talkers.hush();

            talkers.audit(store, talkers.acknowledged());
        }
    }

    private static StoreSettings settings(Postgres postgres) {
        return new StoreSettings(
                postgres.freshDatabase(),
                postgres.user(),
                postgres.password(),
                4,
                256,
                50_000,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
    }

    private static LedgerListener counting(AtomicInteger recoveries) {
        return new LedgerListener() {
            @Override
            public void committed(List<Change> changes) {}

            @Override
            public void recovered() {
                recoveries.incrementAndGet();
            }
        };
    }
}
