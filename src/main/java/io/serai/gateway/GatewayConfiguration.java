package io.serai.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.serai.cluster.SharedCache;
import io.serai.store.PlatformTokens;

import org.apache.camel.CamelContext;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** The beans that the Kamelets and routes of the systems refer to by name. */
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {

    @Bean
    Systems gatewaySystems(
            SystemsSettings settings,
            CamelContext context,
            MeterRegistry meters,
            ObservationRegistry observations,
            PlatformTokens tokens,
            Clock clock) {
        return new Systems(
                settings.systems(),
                context.getRegistry(),
                meters,
                observations,
                new StoredTokens(tokens),
                clock);
    }

    @Bean
    Answers gatewayAnswers(
            Systems systems,
            CamelContext context,
            SharedCache shared,
            MeterRegistry meters,
            Clock clock) {
        return new Answers(systems, context.createProducerTemplate(), shared, meters, clock);
    }

    @Bean
    AnswerStep gatewayAnswer(Answers answers, Clock clock) {
        return new AnswerStep(answers, clock);
    }

    @Bean
    Integrations integrations(
            @Value("${serai.gateway.integrations:config}") Path folder,
            Systems systems,
            Environment environment) {
        return new Integrations(folder, systems, environment);
    }

    @Bean
    Retry systemRetry(Systems systems) {
        return new Retry(systems);
    }

    @Bean
    BatchAnswers gatewayBatchAnswers(
            Answers answers, Systems systems, CamelContext context, Clock clock) {
        return new BatchAnswers(answers, systems, context.createProducerTemplate(), clock);
    }

    @Bean
    BatchStep gatewayBatch(BatchAnswers answers, Clock clock) {
        return new BatchStep(answers, clock);
    }

    @Bean
    CustomerPanel customerPanel(CamelContext context, Clock clock) {
        return new CustomerPanel(context.createProducerTemplate(), clock);
    }

    @Bean
    Keys gatewayKeys(Clock clock) {
        return new Keys(clock);
    }

    @Bean
    SystemRequest systemRequest() {
        return new SystemRequest();
    }

    @Bean
    SystemReply systemReply() {
        return new SystemReply();
    }

    @Bean
    GraphqlQueries graphqlQueries(@Value("${serai.gateway.queries:config}") Path folder) {
        return new GraphqlQueries(folder);
    }

    @Bean
    GraphqlCall graphqlCall(GraphqlQueries queries) {
        return new GraphqlCall(queries);
    }

    @Bean
    SoapCall soapCall() {
        return new SoapCall();
    }

    @Bean
    GatewayHttp gatewayHttp(@Value("${serai.gateway.budget:5s}") Duration budget, Clock clock) {
        return new GatewayHttp(budget, clock);
    }
}
