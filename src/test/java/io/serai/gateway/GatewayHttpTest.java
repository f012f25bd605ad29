package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;

/** What a route of {@code /gateway} is told that it can't be answered with. */
class GatewayHttpTest {

    @Test
    void aRouteThatHasNoAnswerIsToldWhereAnswersComeFrom() {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.getMessage().setBody("{}");

        assertThatThrownBy(
                        () ->
                                new GatewayHttp(Duration.ofSeconds(5), Clock.systemUTC())
                                        .replyAndKeep(exchange))
                .hasMessageContaining("cached-answer-action");
    }
}
