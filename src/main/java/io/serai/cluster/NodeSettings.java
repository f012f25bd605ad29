package io.serai.cluster;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * This node among the others.
 *
 * @param name what logs, health and leases call it: letters, digits, {@code . _ -}; left out: the
 *     host's name and something random
 * @param catchUp how often everybody connected here is compared with the store, in case a hint of
 *     another node's got lost
 * @param silence a node that says nothing for this long is taken for dead: its agents are lost
 */
@ConfigurationProperties("serai.node")
public record NodeSettings(
        @DefaultValue("") String name,
        @DefaultValue("30s") Duration catchUp,
        @DefaultValue("15s") Duration silence) {

    private static final int LONGEST = 64;

    public NodeSettings {
        name = name.isBlank() ? host() + "-" + suffix() : name.strip();
        if (!name.matches("[A-Za-z0-9._-]{1," + LONGEST + "}")) {
            throw new IllegalArgumentException(
                    "serai.node.name may have letters, digits, '.', '_' and '-', at most "
                            + LONGEST
                            + " of them");
        }
        if (catchUp.isZero() || catchUp.isNegative()) {
            throw new IllegalArgumentException("serai.node.catch-up must be a time such as 30s");
        }
        if (silence.toMillis() < 3) {
            throw new IllegalArgumentException("serai.node.silence must be a time such as 15s");
        }
    }

    private static String host() {
        try {
            String host = InetAddress.getLocalHost().getHostName().replaceAll("[^\\w.-]", "-");
            return host.substring(0, Math.min(host.length(), 48));
        } catch (UnknownHostException e) {
            return "hub";
        }
    }

    private static String suffix() {
        return Integer.toString(
                ThreadLocalRandom.current().nextInt(36 * 36 * 36, 36 * 36 * 36 * 36), 36);
    }
}
