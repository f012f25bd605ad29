package io.serai.gateway;

import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;

/** Where a SOAP request may go, and how long its answer may be. */
final class SoapBounds {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private SoapBounds() {}

    /** Before the request is sent. */
    static final class Out extends AbstractPhaseInterceptor<Message> {

        Out() {
            super(Phase.PREPARE_SEND);
        }

        @Override
        public void handleMessage(Message message) {
            String address = message.getExchange().getEndpoint().getEndpointInfo().getAddress();
            try {
                Systems.DESTINATIONS.resolve(URI.create(address).getHost());
            } catch (IOException e) {
                throw new Fault(e);
            }
        }
    }

    /** Before anything of the answer is read. */
    static final class In extends AbstractPhaseInterceptor<Message> {

        In() {
            super(Phase.RECEIVE);
        }

        @Override
        public void handleMessage(Message message) {
            InputStream content = message.getContent(InputStream.class);
            if (content != null) {
                long end = System.nanoTime() + CallTime.atMost(LONGEST).toNanos();
                message.setContent(InputStream.class, new BoundedEntity.Bounded(content, end));
            }
        }
    }
}
