package io.serai.engines;

import io.serai.FreePort;

import redis.embedded.core.ExecutableProvider;

import java.io.IOException;
import java.util.List;

/** Redis 6.2, with an append-only file so that a stop keeps its data. */
public final class Redis extends ChildEngine {

    private final int port = FreePort.choose();
    private final String program;
    private volatile String password = "";

    Redis() {
        super("redis", "Ready to accept connections");
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

    /** From its next start on it lets in only who says this. */
    public void setPassword(String password) {
        this.password = password;
    }

    @Override
    Running run() {
        return Running.run(
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
                        "yes",
                        "--requirepass",
                        password));
    }
}
