package io.serai.profile;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;

/**
 * Whether a request can have been made by another site's page. With POST that is out of the
 * question: a cookie counts there only for the hub's own pages.
 */
final class Foreign {

    private static final String PREFLIGHT = "GraphQL-Require-Preflight";

    private Foreign() {}

    /** A page of another site can send neither of these headers without being let by the hub. */
    static boolean isExcluded(HttpServletRequest http) {
        return http.getHeader(HttpHeaders.AUTHORIZATION) != null
                || http.getHeader(PREFLIGHT) != null
                || "same-origin".equals(http.getHeader("Sec-Fetch-Site"));
    }
}
