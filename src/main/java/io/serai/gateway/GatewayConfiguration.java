package io.serai.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.cluster.SharedCache;

import org.apache.camel.CamelContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

/** The beans that the Kamelets and routes of the systems refer to by name. */
@Configuration(proxyBeanMethods = false)
class GatewayConfiguration {

    @Bean
    Systems gatewaySystems(SystemsSettings settings, CamelContext context, Clock clock) {
        Systems systems = new Systems(settings.systems(), clock);
        systems.bind(context.getRegistry());
        return systems;
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
    AnswerStep gatewayAnswer(Answers answers) {
        return new AnswerStep(answers);
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
    SoapCall soapCall() {
        return new SoapCall();
    }

    @Bean
    GatewayHttp gatewayHttp() {
        return new GatewayHttp();
    }
}
