package io.serai.channel.douyin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.serai.cluster.SharedCache;
import io.serai.event.Message;
import io.serai.event.ReplyWindow;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which windows are open and how much was said in each, so that what the platform is going to
 * refuse isn't even tried.
 *
 * <p>Counted in memory and, with several nodes, in the cache they share. After a restart, or while
 * that cache is away, a count may be too low; then the platform itself refuses, with the same words
 * for the agent.
 */
@Component
final class Windows implements ReplyWindow {

    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int MOST = 200_000;

    private final Clock clock;
    private final Cache<String, Integer> spent =
            Caffeine.newBuilder().expireAfterWrite(LONGEST).maximumSize(MOST).build();
    private final SharedCache shared;

    Windows(ObjectProvider<Clock> clocks, ObjectProvider<SharedCache> shared) {
        this.clock = clocks.getIfAvailable(Clock::systemUTC);
        this.shared = shared.getIfAvailable(SharedCache::none);
    }

    @Override
    public Set<String> channels() {
        return Set.of(Normaliser.CHANNEL);
    }

    /** True if the platform takes one more, by time and by number. */
    @Override
    public boolean isOpen(Map<String, String> reply, List<Message> latest, Instant now) {
        return choose(reply, 1).window() != null;
    }

    /** The window to use for so many messages; a refusal in words if there is none. */
    Choice choose(Map<String, String> reply, int messages) {
        List<Window> known =
                Stream.of(Window.of(reply), Window.written(reply))
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList();
        if (known.isEmpty()) {
            return Choice.refused(
                    "Douyin lets us only answer: the customer has not written yet, or the message"
                            + " to answer is not known");
        }
        Instant now = clock.instant();
        List<Window> open = known.stream().filter(window -> window.open(now)).toList();
        if (open.isEmpty()) {
            return Choice.refused(
                    known.stream().allMatch(Window::entered)
                            ? "the 30 seconds in which Douyin takes a greeting are over; it takes"
                                    + " no message until the customer writes"
                            : "the customer's last message is more than 24 hours old; Douyin takes"
                                    + " no reply until the customer writes again");
        }
        return open.stream()
                .filter(window -> left(window) >= messages)
                .findFirst()
                .map(Choice::of)
                .orElseGet(() -> Choice.refused(spentReason(open, messages)));
    }

    /** Counts one message that the platform took, or may have taken. */
    void spend(Window window) {
        spent.asMap().merge(window.msgId(), 1, Integer::sum);
        shared.count(key(window), LONGEST);
    }

    private int left(Window window) {
        int here = Objects.requireNonNullElse(spent.getIfPresent(window.msgId()), 0);
        long everywhere = shared.counted(key(window)).orElse(0);
        return window.most() - (int) Math.max(here, everywhere);
    }

    private static String key(Window window) {
        return "douyin-spent:" + window.msgId();
    }

    private String spentReason(List<Window> open, int messages) {
        int left = open.stream().mapToInt(this::left).max().orElse(0);
        return left <= 0
                ? "Douyin takes no more than "
                        + open.getFirst().most()
                        + " messages for each of the customer's; it takes more when the customer"
                        + " writes again"
                : "this needs "
                        + messages
                        + " messages and Douyin takes only "
                        + left
                        + " more until the customer writes again: make it shorter";
    }

    /** A window, or why there is none. */
    record Choice(@Nullable Window window, String refusal) {

        static Choice of(Window window) {
            return new Choice(window, "");
        }

        static Choice refused(String why) {
            return new Choice(null, why);
        }
    }
}
