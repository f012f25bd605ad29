package io.serai.security;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;

import java.util.List;

/**
 * The sites that may show the widget, by account. Other sites' pages may only call what the widget
 * calls, and never with the hub's cookies.
 */
public final class WidgetOrigins implements CorsConfigurationSource {

    private final CorsConfiguration widget = new CorsConfiguration();

    WidgetOrigins(AccountSettings accounts) {
        widget.setAllowedOrigins(
                accounts.web().values().stream()
                        .flatMap(account -> account.allowedOrigins().stream())
                        .distinct()
                        .toList());
        widget.setAllowedMethods(List.of("GET", "POST"));
        widget.setAllowedHeaders(
                List.of("authorization", "content-type", "x-serai-channel", "x-serai-account"));
        widget.setAllowCredentials(false);
        widget.setMaxAge(3600L);
    }

    @Override
    public @Nullable CorsConfiguration getCorsConfiguration(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals("/widget.js")
                        || path.equals("/api/v1/visitors")
                        || path.startsWith("/api/v1/customer/")
                ? widget
                : null;
    }
}
