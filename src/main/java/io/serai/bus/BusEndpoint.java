package io.serai.bus;

import io.serai.event.Address;
import io.serai.event.Delivery;
import io.serai.event.Inbound;
import io.serai.event.Outgoing;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

import java.util.concurrent.CompletionException;

/**
 * {@code bus:inbound} or {@code bus:outbound}. Routes that begin with them find the conversation's
 * {@code channel} and {@code account} as properties of the exchange.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "bus",
        title = "Serai bus",
        syntax = "bus:direction",
        category = Category.MESSAGING)
class BusEndpoint extends DefaultEndpoint {

    private final Bus bus;

    @UriPath(description = "inbound or outbound")
    private final String direction;

    BusEndpoint(String uri, BusComponent component, Bus bus, String direction) {
        super(uri, component);
        this.bus = bus;
        this.direction = direction;
    }

    public String getDirection() {
        return direction;
    }

    @Override
    public Producer createProducer() {
        if (!direction.equals("inbound")) {
            throw new UnsupportedOperationException(
                    "Nothing is sent to bus:outbound; a reply goes there by being stored");
        }
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws Exception {
                Inbound inbound = exchange.getMessage().getMandatoryBody(Inbound.class);
                try {
                    exchange.getMessage().setBody(bus.publish(inbound).join());
                } catch (CompletionException e) {
                    throw e.getCause() instanceof Exception cause ? cause : e;
                }
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        BusConsumer consumer = new BusConsumer(processor);
        configureConsumer(consumer);
        return consumer;
    }

    /**
     * Suspended before it is stopped, so that what is under way ends in the steps it began in: they
     * stop with their consumer.
     */
    private final class BusConsumer extends DefaultConsumer implements Suspendable {

        BusConsumer(Processor processor) {
            super(BusEndpoint.this, processor);
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            doResume();
        }

        @Override
        protected void doResume() {
            if (direction.equals("inbound")) {
                bus.onInbound(
                        arrival -> {
                            run(arrival, arrival.conversation().address(), ExchangePattern.InOnly);
                            return arrival;
                        });
            } else {
                bus.onOutbound(this::send);
            }
        }

        @Override
        protected void doSuspend() {
            if (direction.equals("inbound")) {
                bus.onInbound(null);
            } else {
                bus.onOutbound(null);
            }
        }

        @Override
        protected void doStop() throws Exception {
            doSuspend();
            super.doStop();
        }

        private Delivery send(Outgoing outgoing) throws Exception {
            return run(outgoing, outgoing.address(), ExchangePattern.InOut)
                    .getMessage()
                    .getMandatoryBody(Delivery.class);
        }

        private Exchange run(Object body, Address address, ExchangePattern pattern)
                throws Exception {
            Exchange exchange = createExchange(false);
            try {
                exchange.setPattern(pattern);
                exchange.setProperty("channel", address.channel());
                exchange.setProperty("account", address.account());
                exchange.getIn().setBody(body);
                getProcessor().process(exchange);
                if (exchange.getException() != null) {
                    throw exchange.getException();
                }
                return exchange;
            } finally {
                releaseExchange(exchange, false);
            }
        }
    }
}
