package io.serai.gateway;

import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/**
 * An answer that ends with an error when it is too long, or when it takes too long to come. The
 * connection is closed then, or closing the stream would read what is left of the answer.
 */
final class BoundedEntity extends HttpEntityWrapper {

    static final long LONGEST = 2 << 20;

    private final Overtime overtime;

    /**
     * @param overtime what watches the call; it is closed with the answer
     */
    BoundedEntity(HttpEntity entity, Overtime overtime) {
        super(entity);
        this.overtime = overtime;
    }

    @Override
    public InputStream getContent() throws IOException {
        return new Bounded(super.getContent());
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            overtime.close();
        }
    }

    private final class Bounded extends FilterInputStream {

        private long left = LONGEST;

        Bounded(InputStream content) {
            super(content);
        }

        @Override
        public int read() throws IOException {
            try {
                int read = super.read();
                count(read < 0 ? 0 : 1);
                return read;
            } catch (IOException e) {
                throw meant(e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                int read = super.read(bytes, offset, length);
                count(Math.max(read, 0));
                return read;
            } catch (IOException e) {
                throw meant(e);
            }
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                overtime.hangUp();
                throw new ContractException("its answer is longer than 2 MiB");
            }
            if (overtime.isOver()) {
                overtime.hangUp();
                throw new InterruptedIOException();
            }
        }

        private IOException meant(IOException failure) {
            return overtime.isCut() ? CallHandler.late() : failure;
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } catch (IOException e) {
                if (!overtime.isCut()) {
                    throw e;
                }
            } finally {
                overtime.close();
            }
        }
    }
}
