package io.serai.bot;

import io.serai.gateway.Patience;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;

/**
 * Asks one plugin, for so long and no longer. One that throws or is late counts as having nothing
 * to say; it is logged, without a word of the customer's, and counted.
 */
final class Ask implements AutoCloseable {

    /** What even the last plugin of a late turn is given. */
    private static final Duration LEAST = Duration.ofMillis(250);

    /** What is kept back of a turn so that the plugins after this one still have time. */
    private static final int RESERVE = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Ask.class);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Clock clock;
    private final Duration slice;
    private final Answers answers;

    Ask(Clock clock, Duration slice, Answers answers) {
        this.clock = clock;
        this.slice = slice;
        this.answers = answers;
    }

    /**
     * @param last true for the plugin that always gets a little time, so that there is an answer
     */
    Optional<Proposal> ask(BotPlugin plugin, Turn turn, boolean last) {
        Instant now = clock.instant();
        Duration granted = granted(Duration.between(now, turn.deadline()), last);
        if (!granted.isPositive()) {
            return skipped(plugin);
        }
        Turn own = turn.until(now.plus(granted));
        return plugin.isInstant() ? atOnce(plugin, own) : inTime(plugin, own, granted);
    }

    private Optional<Proposal> atOnce(BotPlugin plugin, Turn turn) {
        try {
            return plugin.propose(turn);
        } catch (RuntimeException | Error e) {
            return failed(plugin, e);
        }
    }

    private Optional<Proposal> inTime(BotPlugin plugin, Turn turn, Duration granted) {
        Map<String, String> logContext = MDC.getCopyOfContextMap();
        try {
            return Patience.call(threads, () -> proposed(plugin, turn, logContext), granted);
        } catch (TimeoutException e) {
            answers.count(plugin.name(), Answers.Outcome.LATE);
            LOG.warn("Bot plugin {} had no answer after {} ms", plugin.name(), granted.toMillis());
        } catch (ExecutionException e) {
            return failed(plugin, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    private Optional<Proposal> failed(BotPlugin plugin, @Nullable Throwable why) {
        answers.count(plugin.name(), Answers.Outcome.FAILED);
        LOG.warn("Bot plugin {} failed: {}", plugin.name(), Fault.of(why));
        return Optional.empty();
    }

    private Duration granted(Duration left, boolean last) {
        if (last) {
            return left.compareTo(LEAST) > 0 ? left : LEAST;
        }
        // In nanoseconds, since Duration divides by way of BigDecimal.
        Duration most = Duration.ofNanos(left.toNanos() / RESERVE * (RESERVE - 1));
        return most.compareTo(slice) < 0 ? most : slice;
    }

    private Optional<Proposal> skipped(BotPlugin plugin) {
        answers.count(plugin.name(), Answers.Outcome.LATE);
        LOG.warn("Bot plugin {} was not asked: the turn's deadline has passed", plugin.name());
        return Optional.empty();
    }

    private static Optional<Proposal> proposed(
            BotPlugin plugin, Turn turn, @Nullable Map<String, String> logContext) {
        if (logContext != null) {
            MDC.setContextMap(logContext);
        }
        return plugin.propose(turn);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
