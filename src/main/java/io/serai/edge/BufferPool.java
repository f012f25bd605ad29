package io.serai.edge;

import io.undertow.server.DefaultByteBufferPool;

import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.embedded.undertow.UndertowServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * The web server's buffers, kept for the next use. Undertow's own pool keeps four with every thread
 * that ever had one, virtual threads too, and gives all others back to the system and takes new
 * ones: slow, and the memory of a rush stays with threads long gone.
 *
 * @param server says how large a buffer is and where it lies
 */
record BufferPool(ServerProperties.Undertow server)
        implements WebServerFactoryCustomizer<UndertowServletWebServerFactory> {

    /** Buffers that may wait to be used again: as many as are ever in use at once, and few MB. */
    private static final int KEPT = 2048;

    /** None stay with a thread. */
    private static final int PER_THREAD = 0;

    private static final int SMALL = 1024;

    @Override
    public void customize(UndertowServletWebServerFactory factory) {
        boolean direct = !Boolean.FALSE.equals(server.getDirectBuffers());
        int size = server.getBufferSize() == null ? SMALL : (int) server.getBufferSize().toBytes();
        factory.addBuilderCustomizers(
                builder ->
                        builder.setByteBufferPool(
                                new DefaultByteBufferPool(direct, size, KEPT, PER_THREAD)));
    }
}
