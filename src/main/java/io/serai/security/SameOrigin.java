package io.serai.security;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** Tells whether a browser sent a request from one of the hub's own pages. */
final class SameOrigin {

    private SameOrigin() {}

    /**
     * True if the browser says so. Sec-Fetch-Site can't be set by a page and is asked first; older
     * browsers send Origin. A caller that sends neither has not shown it.
     */
    static boolean shown(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        return isOwn(request, request.getHeader("Origin"));
    }

    /** True if the browser says that it was another site's page. */
    static boolean denied(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        String origin = request.getHeader("Origin");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        return origin != null && !isOwn(request, origin);
    }

    private static boolean isOwn(HttpServletRequest request, @Nullable String origin) {
        String host = request.getHeader("Host");
        if (origin == null || host == null) {
            return false;
        }
        int scheme = origin.indexOf("://");
        return scheme > 0
                && origin.substring(scheme + 3)
                        .toLowerCase(Locale.ROOT)
                        .equals(host.toLowerCase(Locale.ROOT));
    }
}
