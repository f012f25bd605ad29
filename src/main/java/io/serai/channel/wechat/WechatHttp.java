package io.serai.channel.wechat;

import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.springframework.stereotype.Component;

/**
 * The HTTP client of the Kamelet {@code wechat-sink}. Its library would by itself repeat a post
 * that was answered with 429 or 503, and a message could arrive twice; only {@link SendCall}
 * decides what is repeated.
 */
@Component
public final class WechatHttp implements HttpClientConfigurer {

    @Override
    public void configureHttpClient(HttpClientBuilder builder) {
        builder.disableAutomaticRetries().disableCookieManagement();
    }
}
