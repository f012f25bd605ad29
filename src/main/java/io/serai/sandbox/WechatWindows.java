package io.serai.sandbox;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many replies a follower's doings allow: five within 48 hours of a message, three within a
 * minute of following, scanning or tapping a menu.
 */
@Component
@Profile("sandbox")
final class WechatWindows {

    private static final String ZHANG_SAN = "oSandboxZhangSan0000000000001";
    private static final Duration MESSAGE = Duration.ofDays(2);
    private static final Duration TAP = Duration.ofMinutes(1);

    private final Clock clock;
    private final Set<String> followers = new HashSet<>(Set.of(ZHANG_SAN));
    private final Map<String, Allowance> messages = new ConcurrentHashMap<>();
    private final Map<String, Allowance> taps = new ConcurrentHashMap<>();

    private record Allowance(int left, Instant until) {}

    WechatWindows(Clock clock) {
        this.clock = clock;
    }

    synchronized void wrote(String user) {
        followers.add(user);
        messages.put(user, new Allowance(5, clock.instant().plus(MESSAGE)));
    }

    synchronized void did(String user, String event) {
        if (event.equals("unsubscribe")) {
            followers.remove(user);
            messages.remove(user);
            taps.remove(user);
            return;
        }
        followers.add(user);
        if (Set.of("subscribe", "SCAN", "CLICK", "scancode_push", "scancode_waitmsg")
                .contains(event)) {
            taps.put(user, new Allowance(3, clock.instant().plus(TAP)));
        }
    }

    /** Uses up one reply: 0, or the errcode for why there is none. */
    synchronized int use(String user) {
        if (!followers.contains(user)) {
            return 40003;
        }
        if (use(taps, user) || use(messages, user)) {
            return 0;
        }
        return open(messages.get(user)) || open(taps.get(user)) ? 45047 : 45015;
    }

    private boolean use(Map<String, Allowance> allowances, String user) {
        Allowance it = allowances.get(user);
        if (it == null || !open(it) || it.left() == 0) {
            return false;
        }
        allowances.put(user, new Allowance(it.left() - 1, it.until()));
        return true;
    }

    private boolean open(@Nullable Allowance it) {
        return it != null && clock.instant().isBefore(it.until());
    }
}
