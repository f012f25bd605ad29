package io.serai.edge;

import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.HttpMessageParser;
import org.apache.hc.core5.http.io.HttpMessageWriter;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.io.SessionOutputBuffer;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.util.Objects;

/**
 * One connection that is used again. A server that answers once too often, such as twice to one
 * call, would have that taken for the answer to the next, which may be about somebody else: where
 * something came before anything was asked, nothing is.
 */
final class Line
        implements HttpMessageWriter<ClassicHttpRequest>, HttpMessageParser<ClassicHttpResponse> {

    private static final Timeout AT_ONCE = Timeout.ofMilliseconds(1);

    private final HttpMessageWriter<ClassicHttpRequest> writer;
    private final HttpMessageParser<ClassicHttpResponse> parser;
    private @Nullable ManagedHttpClientConnection connection;

    /** What was read of it and is no part of an answer yet; null while nothing was. */
    private @Nullable SessionInputBuffer unread;

    private @Nullable InputStream source;

    Line(
            HttpMessageWriter<ClassicHttpRequest> writer,
            HttpMessageParser<ClassicHttpResponse> parser) {
        this.writer = writer;
        this.parser = parser;
    }

    ManagedHttpClientConnection of(ManagedHttpClientConnection made) {
        connection = made;
        return made;
    }

    @Override
    public void write(ClassicHttpRequest request, SessionOutputBuffer buffer, OutputStream target)
            throws IOException, HttpException {
        if (unread != null && isAnswered(unread)) {
            // Of this kind, so that who calls knows that nothing was sent.
            throw new ConnectException("An answer came that nobody asked for");
        }
        writer.write(request, buffer, target);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream from)
            throws IOException, HttpException {
        unread = buffer;
        source = from;
        return parser.parse(buffer, from);
    }

    private boolean isAnswered(SessionInputBuffer buffer) throws IOException {
        ManagedHttpClientConnection here = Objects.requireNonNull(connection);
        // Only of what is not encrypted it can be seen without waiting whether there is any.
        boolean perhaps =
                buffer.length() > 0
                        || here.getSSLSession() != null
                        || here.getSocket().getInputStream().available() > 0;
        if (!perhaps || !here.isDataAvailable(AT_ONCE)) {
            return false;
        }
        while (buffer.length() > 0) {
            int next = buffer.read(Objects.requireNonNull(source));
            // Some end an answer with an empty line too much.
            if (next != '\r' && next != '\n') {
                return true;
            }
        }
        return false;
    }
}
