package io.serai.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.edge.EdgeSettings.Rate;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

class RateLimitTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000); // nanoTime may wrap
    private final RateLimit limit = new RateLimit(new Rate(2, 10), now::get);

    @Test
    void aBurstPassesAndThenTheRateHolds() {
        assertThat(taken("a", 30)).isEqualTo(10);

        now.addAndGet(TimeUnit.SECONDS.toNanos(3));

        assertThat(taken("a", 30)).isEqualTo(6);
    }

    @Test
    void aLongPauseFillsTheBucketOnlyOnce() {
        taken("a", 30);

        now.addAndGet(TimeUnit.HOURS.toNanos(3));

        assertThat(taken("a", 30)).isEqualTo(10);
    }

    @Test
    void sourcesDoNotShareABucket() {
        taken("a", 30);

        assertThat(taken("b", 30)).isEqualTo(10);
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        taken("a", 10);

        limit.giveBack("a");

        assertThat(taken("a", 5)).isEqualTo(1);
    }

    @Test
    void theRefusedAreToldWhenToComeBack() {
        RateLimit slow = new RateLimit(new Rate(0.1, 1), now::get);
        slow.take("a");

        assertThat(slow.take("a")).isBetween(9L, 11L);
    }

    @Test
    void parallelCallersTakeNoMoreThanThereIs() {
        long taken =
                IntStream.range(0, 10_000).parallel().filter(i -> limit.take("a") == 0).count();

        assertThat(taken).isEqualTo(10);
    }

    @Test
    void neighboursInOneIpv6NetworkAreOneSource() throws Exception {
        Object one = RateLimits.source(InetAddress.getByName("2001:db8:1:2::1"));
        Object two = RateLimits.source(InetAddress.getByName("2001:db8:1:2:ffff::9"));
        Object far = RateLimits.source(InetAddress.getByName("2001:db8:1:3::1"));

        assertThat(one).isEqualTo(two).isNotEqualTo(far);
    }

    @Test
    void aLimitThatIsNoneIsNamed() {
        assertThatThrownBy(() -> new RateLimits(Map.of("chanels", new Rate(1, 1))))
                .hasMessageContaining("serai.edge.rate.chanels")
                .hasMessageContaining("channels");
    }

    private long taken(Object key, int attempts) {
        return IntStream.range(0, attempts).filter(i -> limit.take(key) == 0).count();
    }
}
