package io.serai.engines;

import io.serai.FreePort;

import redis.embedded.core.ExecutableProvider;

import java.io.IOException;
import java.util.List;

/** Redis 6.2, with an append-only file so that a stop keeps its data. */
public final class Redis implements Engine {

    private final Place place = Place.of("redis");
    private final int port = FreePort.choose();
    private final String program;
    private Running running;

    Redis() {
        try {
            program =
                    ExecutableProvider.newJarResourceProvider(place.folder().toFile())
                            .get()
                            .getAbsolutePath();
        } catch (IOException e) {
            throw new IllegalStateException("Redis cannot be unpacked", e);
        }
    }

    /** For {@code serai.redis.url}. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    @Override
    public synchronized void start() {
        if (isRunning()) {
            return;
        }
        running =
                Running.run(
                        place.file("redis.log"),
                        List.of(
                                program,
                                "--port",
                                String.valueOf(port),
                                "--bind",
                                "127.0.0.1",
                                "--dir",
                                place.folder().toString(),
                                "--save",
                                "",
                                "--appendonly",
                                "yes"));
        running.awaitSaid("Ready to accept connections");
    }

    @Override
    public synchronized void stop() {
        if (isRunning()) {
            running.stop();
        }
    }

    @Override
    public synchronized void kill() {
        if (isRunning()) {
            running.kill();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return running != null && running.isAlive();
    }

    @Override
    public void close() {
        kill();
        place.delete();
    }
}
