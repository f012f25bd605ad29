package io.serai.edge;

import io.serai.edge.EdgeSettings.Rate;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often one source may call, by part of the hub. The defaults let a platform, which pushes from
 * few addresses, through at any speed the hub can take; settings {@code serai.edge.rate.<name>}
 * change them.
 */
public final class RateLimits {

    private static final Map<String, Rate> DEFAULTS =
            Map.of(
                    "channels", new Rate(20_000, 40_000),
                    "api", new Rate(2_000, 4_000),
                    "gateway", new Rate(1_000, 2_000),
                    "graphql", new Rate(500, 1_000),
                    "hooks", new Rate(2_000, 4_000),
                    "services", new Rate(1_000, 2_000),
                    "ws", new Rate(2_000, 20_000),
                    "other", new Rate(1_000, 4_000),
                    "login", new Rate(0.05, 10),
                    "login-source", new Rate(0.5, 60));

    private final Map<String, RateLimit> limits = new LinkedHashMap<>();

    RateLimits(Map<String, Rate> settings) {
        settings.keySet()
                .forEach(
                        name -> {
                            if (!DEFAULTS.containsKey(name)) {
                                throw new IllegalArgumentException(
                                        "serai.edge.rate.%s: there is no such limit, only %s"
                                                .formatted(name, DEFAULTS.keySet()));
                            }
                        });
        DEFAULTS.forEach(
                (name, rate) -> limits.put(name, new RateLimit(settings.getOrDefault(name, rate))));
    }

    /** The limit of that name. */
    public RateLimit named(String name) {
        RateLimit limit = limits.get(name);
        if (limit == null) {
            throw new IllegalArgumentException("No rate limit is named " + name);
        }
        return limit;
    }

    /** The name of the limit a path falls under: its first segment, or {@code other}. */
    String forPath(String path) {
        int end = path.indexOf('/', 1);
        String first = path.length() < 2 ? "" : path.substring(1, end < 0 ? path.length() : end);
        return switch (first) {
            case "channels", "api", "gateway", "graphql", "hooks", "services", "ws" -> first;
            default -> "other";
        };
    }

    /**
     * What counts as one source: an IPv4 address, or a /64 of IPv6, which one subscriber has to
     * himself.
     */
    public static Object source(InetAddress address) {
        return address instanceof Inet6Address
                ? Arrays.toString(Arrays.copyOf(address.getAddress(), 8))
                : address;
    }
}
