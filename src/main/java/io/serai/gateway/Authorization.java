package io.serai.gateway;

import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpRequest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * Says who the hub is, on the request itself: credentials are never in an exchange, where a log or
 * a trace could show them.
 */
public interface Authorization {

    void sign(HttpRequest request) throws IOException;

    /**
     * After the system answered 401: signs anew.
     *
     * @return false if nothing new can be said
     */
    default boolean signAnew(HttpRequest request) throws IOException {
        return false;
    }

    static Authorization of(SystemSettings settings, Supplier<TokenSource> tokens) {
        return switch (settings.auth()) {
            case NONE -> request -> {};
            case BASIC -> request -> request.setHeader(HttpHeaders.AUTHORIZATION, basic(settings));
            case API_KEY ->
                    request -> request.setHeader(settings.apiKeyHeader(), settings.apiKey());
            case JWT, OAUTH2 -> new Bearer(tokens.get());
        };
    }

    /** For a protocol without tokens; the settings allow none there. */
    static Authorization withoutTokens(SystemSettings settings) {
        return of(
                settings,
                () -> {
                    throw new IllegalStateException("The settings allow no tokens here");
                });
    }

    private static String basic(SystemSettings settings) {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString(
                                (settings.username() + ":" + settings.password())
                                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Signs with a token that the system itself gave out and that runs out. */
    record Bearer(TokenSource tokens) implements Authorization {

        private static final String PREFIX = "Bearer ";

        @Override
        public void sign(HttpRequest request) throws IOException {
            request.setHeader(HttpHeaders.AUTHORIZATION, PREFIX + tokens.token());
        }

        @Override
        public boolean signAnew(HttpRequest request) throws IOException {
            String refused =
                    request.getFirstHeader(HttpHeaders.AUTHORIZATION)
                            .getValue()
                            .substring(PREFIX.length());
            request.setHeader(HttpHeaders.AUTHORIZATION, PREFIX + tokens.insteadOf(refused));
            return true;
        }
    }
}
