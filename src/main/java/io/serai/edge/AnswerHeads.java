package io.serai.edge;

import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.core5.http.config.Http1Config;

/**
 * How long the head of an answer may be. Without a limit the client keeps in memory whatever comes
 * before the empty line, and one server that sends headers without end takes all the memory there
 * is.
 */
public final class AnswerHeads {

    private static final int MOST_HEADERS = 200;
    private static final int LONGEST_LINE = 16 << 10;

    private AnswerHeads() {}

    /** Connections on which a longer one is an error. */
    public static ManagedHttpClientConnectionFactory bounded() {
        return ManagedHttpClientConnectionFactory.builder()
                .http1Config(
                        Http1Config.custom()
                                .setMaxHeaderCount(MOST_HEADERS)
                                .setMaxLineLength(LONGEST_LINE)
                                .build())
                .build();
    }
}
