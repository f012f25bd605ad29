package io.serai.channel.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.channel.wechat.WechatAccount.Mode;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

class AccessTokensTest {

    /**
     * Such as memory that ran out for a moment: all of the account's messages wait for the token.
     */
    @Test
    void whateverOneFetchEndsWithTheNextIsMade() {
        try (PlatformStandIn platform = new PlatformStandIn()) {
            String key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
            WechatAccount account =
                    Vectors.account("wx1", "token123", key, Mode.SAFE, platform.base());
            WechatSettings settings = new WechatSettings(Map.of("main", account), Map.of());
            AccessTokens tokens =
                    new AccessTokens(
                            new WechatAccounts(settings, Clock.systemUTC()), new FailsOnce());

            assertThatThrownBy(() -> tokens.token("wechat", "main"))
                    .hasRootCauseInstanceOf(StackOverflowError.class);

            assertThat(CompletableFuture.supplyAsync(() -> tokens.token("wechat", "main")))
                    .succeedsWithin(Duration.ofSeconds(10))
                    .isEqualTo("token-2");
        }
    }

    private static final class FailsOnce extends Clock {

        private final AtomicBoolean failed = new AtomicBoolean();

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(@Nullable ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            if (failed.compareAndSet(false, true)) {
                throw new StackOverflowError();
            }
            return Instant.now();
        }
    }
}
