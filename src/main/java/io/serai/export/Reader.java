package io.serai.export;

import io.undertow.servlet.handlers.ServletRequestContext;

import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Whoever takes an export, byte by byte, and how long nothing was taken. */
final class Reader extends OutputStream {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final OutputStream out;
    private final ServletRequestContext request;
    private final Clock clock;

    /** Since when what was written waits to be taken; null while the store is asked. */
    private volatile @Nullable Instant waiting;

    Reader(OutputStream out, ServletRequestContext request, Clock clock) {
        this.out = out;
        this.request = request;
        this.clock = clock;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        waiting = clock.instant();
        out.write(bytes, from, length);
        waiting = null;
    }

    @Override
    public void flush() throws IOException {
        waiting = clock.instant();
        out.flush();
        waiting = null;
    }

    /** Ends the connection, and with it a write that waits, if that has waited for too long. */
    boolean cutIfAsleep() {
        Instant since = waiting;
        boolean asleep = since != null && since.plus(PATIENCE).isBefore(clock.instant());
        if (asleep) {
            cut();
        }
        return asleep;
    }

    /** Ends the connection. */
    void cut() {
        IoUtils.safeClose(request.getExchange().getConnection());
    }
}
