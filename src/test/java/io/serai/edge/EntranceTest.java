package io.serai.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;

import org.junit.jupiter.api.Test;

import java.util.concurrent.atomic.AtomicInteger;

/** Who is inside. */
class EntranceTest {

    /** As where two threads end an exchange at the same moment. */
    @Test
    void aRequestWhoseEndIsToldTwiceLeavesOnce() {
        Entrance entrance = new Entrance();
        AtomicInteger furtherOut = new AtomicInteger(1);
        HttpServerExchange exchange = new HttpServerExchange(null);
        ExchangeCompletionListener leaving = entrance.entering();
        assertThat(entrance.inside()).isEqualTo(1);

        leaving.exchangeEvent(exchange, furtherOut::decrementAndGet);
        leaving.exchangeEvent(exchange, furtherOut::decrementAndGet);

        assertThat(entrance.inside()).isZero();
        assertThat(furtherOut).hasValue(0);
    }
}
