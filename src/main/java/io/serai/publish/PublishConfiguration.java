package io.serai.publish;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts that are made from settings; everything else finds itself. */
@Configuration(proxyBeanMethods = false)
class PublishConfiguration {

    @Bean("webhooksHealthIndicator")
    WebhooksHealth webhooksHealth(Webhooks webhooks, Deliveries deliveries, SecretBox box) {
        return new WebhooksHealth(webhooks, deliveries, box);
    }
}
