package io.serai.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Knows a login by its Bearer token or its cookie. A browser sends the cookie whatever page asked,
 * so where a request changes something or opens a socket the cookie only counts when it is shown to
 * come from the hub's own page.
 */
final class SessionFilter extends OncePerRequestFilter {

    static final String COOKIE = "serai-session";

    /** Request attribute: there was a good cookie, but another site's page sent the request. */
    static final String FOREIGN_PAGE = SessionFilter.class.getName() + ".foreign";

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Tokens tokens;

    SessionFilter(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        session(request).ifPresent(SessionFilter::enter);
        chain.doFilter(request, response);
    }

    private static void enter(Session session) {
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(session);
        SecurityContextHolder.setContext(context);
    }

    private Optional<Session> session(HttpServletRequest request) {
        String bearer = bearer(request);
        if (bearer != null) {
            return session(bearer);
        }
        String cookie = cookie(request);
        Optional<Session> session = cookie == null ? Optional.empty() : session(cookie);
        if (session.isPresent() && !counts(request)) {
            request.setAttribute(FOREIGN_PAGE, true);
            return Optional.empty();
        }
        return session;
    }

    private Optional<Session> session(String token) {
        return tokens.session(token)
                .map(
                        login ->
                                new Session(
                                        login,
                                        () ->
                                                tokens.session(token)
                                                        .filter(login::equals)
                                                        .isPresent()));
    }

    private static boolean counts(HttpServletRequest request) {
        if (SAFE.contains(request.getMethod())) {
            return !"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                    || SameOrigin.shown(request);
        }
        return SameOrigin.shown(request);
    }

    /** The token of {@code Authorization: Bearer}, if there is one. */
    static @Nullable String bearer(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : null;
    }

    /** The token of the session cookie, if there is one. */
    static @Nullable String cookie(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(COOKIE)) {
                    return cookie.getValue();
                }
            }
        }
        return null;
    }
}
