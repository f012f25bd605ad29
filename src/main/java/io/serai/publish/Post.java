package io.serai.publish;

import io.serai.business.WebhookSignature;
import io.serai.edge.AnswerHeads;
import io.serai.edge.Destinations;

import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.net.ssl.SSLException;

/**
 * Calls a subscriber, as Standard Webhooks has it: signed, no redirect followed, given up after
 * {@link WebhookSettings#timeout} all in all. It connects to vetted addresses only and asks no
 * proxy. What the answer says is not kept; only as much is read as lets the connection be used
 * again.
 */
@Component
class Post implements AutoCloseable {

    private static final ContentType CLOUD_EVENT =
            ContentType.create("application/cloudevents+json", StandardCharsets.UTF_8);
    private static final int MOST_READ = 16 * 1024;
    private static final int MOST_CONNECTIONS = 2_000;

    private static final Timeout IDLE = Timeout.ofSeconds(30);
    private static final Duration LONGEST_REST = Duration.ofHours(24);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,18}");

    private final WebhookSettings settings;
    private final Clock clock;
    private final Destinations destinations;

    /** Made when it is first needed: most hubs have no subscribers. */
    private @Nullable CloseableHttpClient made;

    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("webhooks-watch").factory());

    Post(WebhookSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.destinations = settings.destinations();
    }

    private synchronized CloseableHttpClient client() {
        CloseableHttpClient known = made;
        if (known == null) {
            known = client(settings, destinations);
            made = known;
        }
        return known;
    }

    private static CloseableHttpClient client(WebhookSettings settings, Destinations vetted) {
        Timeout timeout = Timeout.of(settings.timeout());
        return HttpClientBuilder.create()
                .setConnectionManager(
                        PoolingHttpClientConnectionManagerBuilder.create()
                                .setDnsResolver(vetted)
                                .setConnectionFactory(AnswerHeads.bounded())
                                .setMaxConnTotal(MOST_CONNECTIONS)
                                .setMaxConnPerRoute(MOST_CONNECTIONS)
                                .setDefaultConnectionConfig(
                                        ConnectionConfig.custom()
                                                .setConnectTimeout(timeout)
                                                .setSocketTimeout(timeout)
                                                .build())
                                .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom()
                                .setResponseTimeout(timeout)
                                .setConnectionRequestTimeout(timeout)
                                .build())
                .evictIdleConnections(IDLE)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("Serai-Webhooks")
                .build();
    }

    /**
     * Sends it once.
     *
     * @param keys to sign with, each of them
     */
    Outcome send(String url, List<byte[]> keys, Parcel parcel) {
        Instant began = clock.instant();
        long start = System.nanoTime();
        String id = parcel.event().toString();
        long timestamp = began.getEpochSecond();
        byte[] body = parcel.body().getBytes(StandardCharsets.UTF_8);
        try {
            HttpPost call = new HttpPost(destinations.check(url));
            call.setHeader("webhook-id", id);
            call.setHeader("webhook-timestamp", String.valueOf(timestamp));
            call.setHeader(
                    "webhook-signature",
                    keys.stream()
                            .map(key -> WebhookSignature.sign(key, id, timestamp, body))
                            .collect(Collectors.joining(" ")));
            call.setEntity(new ByteArrayEntity(body, CLOUD_EVENT));
            Future<?> deadline =
                    watch.schedule(
                            call::cancel, settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
            try {
                ClassicHttpResponse answer =
                        client().executeOpen(HttpHost.create(call.getUri()), call, null);
                return answered(call, answer, began, start);
            } catch (IOException e) {
                return failed(began, start, call.isCancelled() ? "timeout" : word(e));
            } finally {
                deadline.cancel(false);
            }
        } catch (IOException e) {
            return failed(began, start, word(e));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("A URL that was checked is none", e);
        }
    }

    private Outcome answered(HttpPost call, ClassicHttpResponse answer, Instant began, long start) {
        int status = answer.getCode();
        Duration retryAfter = retryAfter(answer.getFirstHeader(HttpHeaders.RETRY_AFTER));
        drop(call, answer);
        String error = null;
        if (status >= 300 && status < 400) {
            error = "redirect";
        } else if (status < 200 || status >= 400) {
            error = "status";
        }
        return new Outcome(began, since(start), status, error, retryAfter);
    }

    /** If it is short the connection can be used again; else, or if it breaks, it is closed. */
    private static void drop(HttpPost call, ClassicHttpResponse answer) {
        try (answer) {
            if (answer.getEntity() != null
                    && answer.getEntity().getContent().readNBytes(MOST_READ).length == MOST_READ) {
                call.cancel(); // or closing it would read all the rest
            }
        } catch (IOException e) {
            // The status counts, and that was there.
        }
    }

    private static Outcome failed(Instant began, long start, String word) {
        return new Outcome(began, since(start), 0, word, null);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Seconds or a date, no more than a day. */
    private @Nullable Duration retryAfter(@Nullable Header header) {
        if (header == null) {
            return null;
        }
        String value = header.getValue().strip();
        Duration asked;
        if (SECONDS.matcher(value).matches()) {
            asked = Duration.ofSeconds(Long.parseLong(value));
        } else {
            Instant date = DateUtils.parseStandardDate(value);
            if (date == null) {
                return null;
            }
            asked = Duration.between(clock.instant(), date);
        }
        return asked.isNegative() ? null : asked.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : asked;
    }

    /** What went wrong, without a word of the other side's. */
    private static String word(IOException e) {
        return switch (e) {
            case Destinations.Forbidden forbidden -> "forbidden-address";
            case UnknownHostException unknown -> "unknown-host";
            case ConnectTimeoutException late -> "timeout";
            case SocketTimeoutException late -> "timeout";
            case HttpHostConnectException refused -> "no-connection";
            case SSLException tls -> "tls";
            default -> "broken-connection";
        };
    }

    @Override
    public synchronized void close() throws IOException {
        watch.shutdownNow();
        if (made != null) {
            made.close();
        }
    }
}
