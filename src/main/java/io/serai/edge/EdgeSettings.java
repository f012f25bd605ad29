package io.serai.edge;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Settings of the edge.
 *
 * @param allowedHeaders names of the request headers a route may see; every other one stays outside
 * @param responseHeaders names of the headers a route may send to the caller
 * @param maxBody largest request body
 * @param maxBodyFor largest request body by path prefix, where it differs; the longest prefix holds
 * @param bodyTimeout how long a caller may take to send its whole body
 * @param startWait how long a request waits for a hub that starts, before it gets 503
 * @param trustedProxies addresses or CIDR ranges of reverse proxies whose X-Forwarded-For and
 *     X-Forwarded-Proto are believed; empty: nobody's
 * @param rate how often one source may call, by name of the limit
 */
@ConfigurationProperties("serai.edge")
public record EdgeSettings(
        @DefaultValue({
                    "content-type",
                    "accept",
                    "authorization",
                    "if-none-match",
                    "idempotency-key",
                    "traceparent",
                    "tracestate",
                    "x-douyin-signature",
                    "msg-id",
                    "webhook-id",
                    "webhook-timestamp",
                    "webhook-signature",
                    "x-zendesk-webhook-signature",
                    "x-zendesk-webhook-signature-timestamp",
                    "x-zendesk-webhook-invocation-id"
                })
                List<String> allowedHeaders,
        @DefaultValue({
                    "content-type",
                    "content-disposition",
                    "cache-control",
                    "etag",
                    "last-modified",
                    "location",
                    "retry-after",
                    "www-authenticate",
                    "allow",
                    "vary",
                    "link"
                })
                List<String> responseHeaders,
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue Map<String, DataSize> maxBodyFor,
        @DefaultValue("15s") Duration bodyTimeout,
        @DefaultValue("2s") Duration startWait,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue Map<String, Rate> rate) {

    public EdgeSettings {
        if (maxBody.toBytes() == 0 || bodyTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "serai.edge.max-body and body-timeout must be more than 0");
        }
    }

    /**
     * How often one source may call.
     *
     * @param perSecond calls a second in the long run
     * @param burst calls at once after a pause
     */
    public record Rate(double perSecond, int burst) {

        public Rate {
            if (perSecond <= 0 || burst < 1) {
                throw new IllegalArgumentException(
                        "serai.edge.rate.<name>: per-second must be above 0 and burst at least 1");
            }
        }
    }
}
