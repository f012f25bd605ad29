package io.serai.websocket;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/**
 * Which pages may open a socket here. A browser lets any page connect anywhere and only says where
 * it comes from, so the server must look.
 */
final class Origins {

    private Origins() {}

    /**
     * @param origin the handshake's Origin; clients that aren't browsers send none
     * @param host the handshake's Host
     * @param allowed further origins; {@code *} for any
     */
    static boolean mayConnect(@Nullable String origin, @Nullable String host, Set<String> allowed) {
        if (origin == null || allowed.contains("*")) {
            return true;
        }
        if (allowed.contains(origin)) {
            return true;
        }
        String authority = authority(origin);
        return authority != null && host != null && authority.equals(withoutDefaultPort(host));
    }

    private static @Nullable String authority(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? null : withoutDefaultPort(authority);
        } catch (IllegalArgumentException notAUri) {
            return null;
        }
    }

    /** Ports 80 and 443 are left out by browsers; behind a TLS proxy the scheme can't be known. */
    private static String withoutDefaultPort(String authority) {
        return authority.toLowerCase(Locale.ROOT).replaceFirst(":(80|443)$", "");
    }
}
