package io.serai.gateway;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;

import org.apache.camel.component.cxf.jaxws.CxfConfigurer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.Timeout;

import java.time.Clock;

/**
 * The one pool of connections to a system, the one circuit breaker for it, and how calls to it are
 * signed. They outlive every reload of the routes that use them.
 */
final class SystemConnection implements AutoCloseable {

    private final PoolingHttpClientConnectionManager pool;
    private final SystemSettings settings;
    private final CallHandler handler;
    private final CloseableHttpClient client;
    private final SystemGate gate;

    SystemConnection(String name, SystemSettings settings, CallMeters meters, Clock clock) {
        this.settings = settings;
        this.pool =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(settings.connections())
                        .setMaxConnPerRoute(settings.connections())
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(Timeout.of(settings.connectTimeout()))
                                        .setSocketTimeout(Timeout.of(settings.timeout()))
                                        .build())
                        .build();
        RequestConfig waits =
                RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(settings.connectTimeout()))
                        .setResponseTimeout(Timeout.of(settings.timeout()))
                        .build();
        CloseableHttpClient unsigned =
                configured(HttpClientBuilder.create()).setDefaultRequestConfig(waits).build();
        this.handler =
                new CallHandler(
                        Authorization.of(
                                settings, () -> new TokenSource(name, settings, unsigned, clock)),
                        settings.connectTimeout());
        this.client = signing(HttpClientBuilder.create()).setDefaultRequestConfig(waits).build();
        this.gate = new SystemGate(name, settings, meters);
    }

    /** For a component that takes a whole HTTP client, such as {@code graphql:}. */
    CloseableHttpClient client() {
        return client;
    }

    /**
     * Lets a client someone else builds use this pool and sign its calls. Its timeouts are its own.
     */
    HttpClientBuilder signing(HttpClientBuilder builder) {
        return configured(builder).addExecInterceptorFirst("serai", handler);
    }

    /** For CXF, which has no pool of ours: the JDK's own client keeps the connections. */
    CxfConfigurer soap() {
        return new SoapClientConfigurer(settings, handler.authorization());
    }

    CircuitBreaker gate() {
        return gate;
    }

    private HttpClientBuilder configured(HttpClientBuilder builder) {
        return builder.setConnectionManager(pool)
                .setConnectionManagerShared(true)
                // A redirect would carry the credentials to wherever it points.
                .disableRedirectHandling()
                // The retries are the route's, where one sees them.
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching();
    }

    @Override
    public void close() {
        pool.close();
    }
}
