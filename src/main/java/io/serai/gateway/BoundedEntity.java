package io.serai.gateway;

import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;

/** An answer that ends with an error when it is too long, or when it takes too long to come. */
final class BoundedEntity extends HttpEntityWrapper {

    static final long LONGEST = 2 << 20;

    private final long end;

    BoundedEntity(HttpEntity entity, Duration time) {
        super(entity);
        this.end = System.nanoTime() + time.toNanos();
    }

    @Override
    public InputStream getContent() throws IOException {
        return new Bounded(super.getContent(), end);
    }

    /** Also for what other clients read. */
    static final class Bounded extends FilterInputStream {

        private final long end;
        private long left = LONGEST;

        Bounded(InputStream content, long end) {
            super(content);
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) throws IOException {
            left -= read;
            if (left < 0) {
                throw new ContractException("its answer is longer than 2 MiB");
            }
            if (System.nanoTime() - end > 0) {
                if (CallTime.isOver()) {
                    throw new OutOfTimeException();
                }
                throw new InterruptedIOException("The answer dribbles");
            }
        }
    }
}
