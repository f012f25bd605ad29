package io.serai.gateway;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.serai.edge.AnswerHeads;

import org.apache.camel.component.cxf.jaxws.CxfConfigurer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

import java.time.Clock;

/**
 * The one pool of connections to a system, the one circuit breaker for it, and how calls to it are
 * signed. They outlive every reload of the routes that use them.
 */
final class SystemConnection implements AutoCloseable {

    private final PoolingHttpClientConnectionManager pool;
    private final SystemSettings settings;
    private final CallMeters meters;
    private final Clock clock;
    private final CallHandler handler;
    private final CloseableHttpClient client;
    private final SystemGate gate;

    SystemConnection(
            String name, SystemSettings settings, CallMeters meters, KeptTokens kept, Clock clock) {
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
        this.pool =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(SystemAddress.DESTINATIONS)
                        .setConnectionFactory(AnswerHeads.bounded())
                        .setMaxConnTotal(settings.connections())
                        .setMaxConnPerRoute(settings.connections())
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                                        .setSocketTimeout(Timeout.of(settings.timeout()))
                                        // One the system has let go of is not used again.
                                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                        .setTimeToLive(TimeValue.ofMinutes(5))
                                        .build())
                        .build();
        RequestConfig waits =
                RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(settings.connectTimeout()))
                        .setResponseTimeout(Timeout.of(settings.timeout()))
                        .build();
        CloseableHttpClient unsigned =
                calling(
                                HttpClientBuilder.create(),
                                new CallHandler(request -> {}, settings.connectTimeout()))
                        .setDefaultRequestConfig(waits)
                        .build();
        this.handler =
                new CallHandler(
                        Authorization.of(
                                settings, () -> tokens(name, settings, unsigned, kept, clock)),
                        settings.connectTimeout());
        this.client = signing(HttpClientBuilder.create()).setDefaultRequestConfig(waits).build();
        this.gate = new SystemGate(name, settings, meters);
    }

    private static TokenSource tokens(
            String name,
            SystemSettings settings,
            CloseableHttpClient client,
            KeptTokens kept,
            Clock clock) {
        TokenEndpoint endpoint = new TokenEndpoint(name, settings, client);
        String first = settings.oauth().refreshToken();
        if (first.isEmpty()) {
            return new TokenSource(() -> endpoint.clientCredentials().granted(), clock);
        }
        RefreshTokens refresh = new RefreshTokens(name, first, endpoint, kept);
        return new TokenSource(() -> refresh.next().granted(), clock);
    }

    /** For a component that takes a whole HTTP client, such as {@code graphql:}. */
    CloseableHttpClient client() {
        return client;
    }

    /**
     * Lets a client someone else builds use this pool and sign its calls. Its timeouts are its own.
     */
    HttpClientBuilder signing(HttpClientBuilder builder) {
        return calling(builder, handler);
    }

    /** For CXF, which sends by the same pool. */
    CxfConfigurer soap() {
        return new SoapClientConfigurer(settings, client, clock);
    }

    CircuitBreaker gate() {
        return gate;
    }

    private HttpClientBuilder calling(HttpClientBuilder builder, CallHandler handler) {
        return builder.addExecInterceptorFirst("serai", handler)
                .setConnectionManager(pool)
                .setConnectionManagerShared(true)
                // A redirect would carry the credentials to wherever it points.
                .disableRedirectHandling()
                // The retries are the route's, where one sees them.
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching();
    }

    /** No other route gets it; those that have it may go on, and calls under way do. */
    void retire() {
        meters.close();
        pool.closeIdle(TimeValue.ZERO_MILLISECONDS);
    }

    @Override
    public void close() {
        meters.close();
        pool.close();
    }
}
