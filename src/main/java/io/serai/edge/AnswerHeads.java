package io.serai.edge;

import org.apache.hc.client5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestWriterFactory;
import org.apache.hc.core5.http.io.HttpConnectionFactory;

/**
 * What is taken for the answer to a call. Its head has a limit: without one the client keeps in
 * memory whatever comes before the empty line, and one server that sends headers without end takes
 * all the memory there is. And it comes after the call: see {@link Line}.
 */
public final class AnswerHeads {

    private static final int MOST_HEADERS = 200;
    private static final int LONGEST_LINE = 16 << 10;

    private static final Http1Config BOUNDS =
            Http1Config.custom()
                    .setMaxHeaderCount(MOST_HEADERS)
                    .setMaxLineLength(LONGEST_LINE)
                    .build();

    private AnswerHeads() {}

    /** Connections on which whatever else comes is an error. */
    public static HttpConnectionFactory<ManagedHttpClientConnection> bounded() {
        return socket -> {
            Line line =
                    new Line(
                            DefaultHttpRequestWriterFactory.INSTANCE.create(),
                            new DefaultHttpResponseParserFactory(BOUNDS).create());
            return line.of(
                    ManagedHttpClientConnectionFactory.builder()
                            .http1Config(BOUNDS)
                            .requestWriterFactory(() -> line)
                            .responseParserFactory(config -> line)
                            .build()
                            .createConnection(socket));
        };
    }
}
