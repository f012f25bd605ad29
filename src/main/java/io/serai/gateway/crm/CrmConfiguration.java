package io.serai.gateway.crm;

import io.serai.gateway.SystemReply;
import io.serai.gateway.SystemRequest;

import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

/**
 * The beans behind the Kamelets and routes of Zendesk, the WeCom directory and the users in all.
 */
@Configuration(proxyBeanMethods = false)
class CrmConfiguration {

    @Bean
    UserKeys userKeys(Clock clock) {
        return new UserKeys(clock);
    }

    @Bean
    UserSources userSources(Clock clock) {
        return new UserSources(clock);
    }

    @Bean
    RateWindows rateWindows(Clock clock) {
        return new RateWindows(clock);
    }

    @Bean
    ZendeskRequest zendeskRequest(SystemRequest requests, RateWindows windows) {
        return new ZendeskRequest(requests, windows);
    }

    @Bean
    ZendeskReply zendeskReply(RateWindows windows) {
        return new ZendeskReply(windows);
    }

    @Bean
    WecomReply wecomReply(SystemReply replies) {
        return new WecomReply(replies);
    }

    /** What {@code #wecomHttp} does, and WeCom's way of signing around it. */
    @Bean
    HttpClientConfigurer wecomSigned(WecomSettings settings, CamelContext camel, Clock clock) {
        WecomHttp handler =
                new WecomHttp(
                        settings,
                        () ->
                                camel.getRegistry()
                                        .lookupByNameAndType(
                                                "wecomClient", CloseableHttpClient.class),
                        clock);
        return builder -> {
            camel.getRegistry()
                    .lookupByNameAndType("wecomHttp", HttpClientConfigurer.class)
                    .configureHttpClient(builder);
            builder.addExecInterceptorFirst("wecom", handler);
        };
    }
}
