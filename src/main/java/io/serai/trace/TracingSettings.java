package io.serai.trace;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;

/**
 * Where spans go: {@code serai.tracing.*}.
 *
 * @param endpoint the whole URL that takes OTLP by http/protobuf, such as {@code
 *     http://collector:4318/v1/traces}; empty: there are no spans
 * @param headers sent along, such as the key of a service that takes traces
 * @param sample of the traces that begin here, the part that is sent, 0 to 1; one that a caller
 *     began goes on as the caller decided
 * @param service what the hub is called there
 * @param timeout the longest one batch of spans may take
 */
@ConfigurationProperties("serai.tracing")
record TracingSettings(
        @DefaultValue("") String endpoint,
        @DefaultValue Map<String, String> headers,
        @DefaultValue("1") double sample,
        @DefaultValue("serai") String service,
        @DefaultValue("5s") Duration timeout) {

    TracingSettings {
        String complaint = endpoint.isBlank() ? null : complaint(endpoint);
        if (complaint != null) {
            throw new IllegalArgumentException("serai.tracing.endpoint " + complaint);
        }
        if (!(sample >= 0 && sample <= 1)) {
            throw new IllegalArgumentException("serai.tracing.sample must be 0 to 1");
        }
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("serai.tracing.timeout must be more than 0");
        }
    }

    private static @Nullable String complaint(String endpoint) {
        String form =
                "must be an http or https URL with a host and without user, such as"
                        + " http://collector:4318/v1/traces";
        try {
            URI url = new URI(endpoint).parseServerAuthority();
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (!web || url.getHost() == null || url.getRawUserInfo() != null) {
                return form;
            }
            return url.getRawPath().length() < 2
                    ? "must have the path, too; of most collectors it is /v1/traces"
                    : null;
        } catch (URISyntaxException e) {
            return form;
        }
    }

    boolean on() {
        return !endpoint.isBlank();
    }

    /** Without the headers, which may hold a key. */
    @Override
    public String toString() {
        return "TracingSettings[" + endpoint + ", sample " + sample + "]";
    }
}
