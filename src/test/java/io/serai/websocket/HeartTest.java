package io.serai.websocket;

import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class HeartTest {

    @Test
    void whateverABeatMeetsTheNextOneComes() {
        AtomicInteger beats = new AtomicInteger();
        Heart heart =
                new Heart(
                        Duration.ofMillis(1),
                        now -> {
                            if (beats.incrementAndGet() == 1) {
                                throw new IllegalStateException("a connection in a bad way");
                            }
                        });
        heart.start();
        try {
            await().until(() -> beats.get() > 1);
        } finally {
            heart.stop();
        }
    }
}
