package io.serai.security;

import io.serai.edge.Problem;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

import java.io.IOException;

/** Answers who may not pass: 401 or 403 in JSON, never a redirect. */
final class Refusal implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final Problem NOT_HERE =
            new Problem(404, "Not Found", "The sandbox only runs in profile sandbox.");
    private static final Problem FOREIGN_PAGE =
            new Problem(
                    403,
                    "Another site's page",
                    "With the cookie, only the hub's own pages may do this; others send a Bearer"
                            + " token.");
    private static final Problem LOGIN =
            new Problem(401, "Not logged in", "Log in with POST /api/v1/login.");
    private static final Problem NOT_ALLOWED =
            new Problem(403, "Not allowed", "This login may not do that.");

    @Override
    public void commence(
            HttpServletRequest request,
            HttpServletResponse response,
            AuthenticationException exception)
            throws IOException {
        if (request.getRequestURI().startsWith("/sandbox")) {
            NOT_HERE.write(response);
        } else if (request.getAttribute(SessionFilter.FOREIGN_PAGE) != null) {
            FOREIGN_PAGE.write(response);
        } else {
            response.setHeader("WWW-Authenticate", "Bearer");
            LOGIN.write(response);
        }
    }

    @Override
    public void handle(
            HttpServletRequest request,
            HttpServletResponse response,
            AccessDeniedException exception)
            throws IOException {
        if (request.getRequestURI().startsWith("/sandbox")) {
            NOT_HERE.write(response);
        } else {
            NOT_ALLOWED.write(response);
        }
    }
}
