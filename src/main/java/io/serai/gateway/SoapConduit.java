package io.serai.gateway;

import org.apache.cxf.helpers.CastUtils;
import org.apache.cxf.helpers.HttpHeaderHelper;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.Message;
import org.apache.cxf.message.MessageImpl;
import org.apache.cxf.transport.AbstractConduit;
import org.apache.cxf.transport.Conduit;
import org.apache.cxf.transport.MessageObserver;
import org.apache.cxf.ws.addressing.EndpointReferenceType;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes CXF's messages the way every other call to the system goes: by its one pool, which connects
 * to vetted addresses only, signed, with its deadline and bounds. CXF's own conduits would look the
 * host's address up again when they connect, and find another than was vetted.
 *
 * <p>An answer is read to its end before CXF sees it. It is at most 2 MiB, and the connection is
 * free for the next call at once.
 */
final class SoapConduit extends AbstractConduit {

    /** In the context of a message: what CXF wrote of it. */
    private static final String WRITTEN = SoapConduit.class.getName();

    /** CXF wants one of this kind. */
    private static final Logger LOG = Logger.getLogger(SoapConduit.class.getName());

    private static final Pattern DECLARATION =
            Pattern.compile(
                    "(?:\u00ef\u00bb\u00bf)?<\\?xml[^>]*\\sencoding\\s*=\\s*[\"']([^\"']*)[\"']");

    private static final int LONGEST_DECLARATION = 256;

    /** Of the envelope, SOAP 1.1 or 1.2. */
    private static final Pattern NAMESPACE =
            Pattern.compile(
                    "http://schemas\\.xmlsoap\\.org/soap/envelope/"
                            + "|http://www\\.w3\\.org/2003/05/soap-envelope");

    private static final Duration SILENCE = Duration.ofSeconds(60);

    /** No answer came; any other trouble CXF has is with one that did. */
    static final class Unanswered extends IOException {

        private static final long serialVersionUID = 1L;

        private Unanswered(IOException why) {
            super(why);
        }

        IOException why() {
            return (IOException) Objects.requireNonNull(getCause());
        }
    }

    private final CloseableHttpClient client;
    private final Duration wait;

    /**
     * @param client that signs what it sends
     * @param wait the longest it may take to get a connection
     */
    SoapConduit(EndpointReferenceType target, CloseableHttpClient client, Duration wait) {
        super(target);
        this.client = client;
        this.wait = wait;
    }

    @Override
    public void prepare(Message message) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        message.put(WRITTEN, written);
        message.setContent(OutputStream.class, written);
    }

    /** Sends a message that is written to its end, and has its answer read. */
    @Override
    public void close(Message message) throws IOException {
        if (message.remove(WRITTEN) instanceof ByteArrayOutputStream written) {
            message.getContent(OutputStream.class).flush();
            receive(message.getExchange(), sent(post(message, written.toByteArray())));
        }
    }

    private Message sent(HttpPost post) throws Unanswered {
        try {
            return client.execute(post, this::read);
        } catch (IOException e) {
            throw new Unanswered(e);
        }
    }

    private HttpPost post(Message message, byte[] body) {
        // Whatever the caller's message says about it.
        HttpPost post =
                new HttpPost(message.getExchange().getEndpoint().getEndpointInfo().getAddress());
        Map<String, List<String>> headers =
                CastUtils.cast((Map<?, ?>) message.get(Message.PROTOCOL_HEADERS));
        if (headers != null) {
            headers.forEach((name, values) -> values.forEach(value -> post.addHeader(name, value)));
        }
        post.setHeader(Message.CONTENT_TYPE, type(message));
        post.setEntity(new ByteArrayEntity(body, null));
        Object given = message.getContextualProperty(Message.RECEIVE_TIMEOUT);
        Duration silence =
                given == null ? SILENCE : Duration.ofMillis(Long.parseLong(String.valueOf(given)));
        post.setConfig(
                RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.of(wait))
                        .setResponseTimeout(Timeout.of(silence))
                        .build());
        return post;
    }

    private static String type(Message message) {
        String type = String.valueOf(message.get(Message.CONTENT_TYPE));
        Object encoding = message.get(Message.ENCODING);
        return encoding == null || type.contains("charset=")
                ? type
                : type + "; charset=" + encoding;
    }

    private Message read(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : EntityUtils.toByteArray(entity);
        Header given = response.getFirstHeader(Message.CONTENT_TYPE);
        String type = given == null ? null : given.getValue();
        int status = response.getCode();
        if (!mayBeFault(status, type) || !isSoap(body, encoding(type, body))) {
            SystemReply.check(
                    status,
                    name -> {
                        Header header = response.getFirstHeader(name);
                        return header == null ? "" : header.getValue();
                    });
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Header header : response.getHeaders()) {
            headers.put(header.getName(), List.of(header.getValue()));
        }
        Message answer = new MessageImpl();
        answer.put(Message.PROTOCOL_HEADERS, headers);
        answer.put(Message.CONTENT_TYPE, type);
        answer.put(Message.RESPONSE_CODE, status);
        answer.put(Message.ENCODING, encoding(type, body));
        answer.put(Conduit.class, this);
        answer.setContent(InputStream.class, new ByteArrayInputStream(body));
        return answer;
    }

    /** SOAP 1.1 has faults with 500, SOAP 1.2 also with 400. */
    private static boolean mayBeFault(int status, @Nullable String type) {
        return (status == HttpStatus.SC_INTERNAL_SERVER_ERROR
                        || status == HttpStatus.SC_BAD_REQUEST)
                && type != null
                && type.toLowerCase(Locale.ROOT).contains("xml");
    }

    private static boolean isSoap(byte[] body, String encoding) {
        return NAMESPACE.matcher(new String(body, Charset.forName(encoding))).find();
    }

    /** As the Content-Type has it, else as the document says; CXF would take it for UTF-8. */
    private static String encoding(@Nullable String type, byte[] body) {
        String charset = HttpHeaderHelper.findCharset(type);
        String encoding = HttpHeaderHelper.mapCharset(charset == null ? declared(body) : charset);
        if (encoding == null) {
            throw new ContractException("its answer is in an encoding that is none");
        }
        return SystemReply.wide(Charset.forName(encoding)).name();
    }

    private static String declared(byte[] body) {
        String begin =
                new String(
                        body,
                        0,
                        Math.min(body.length, LONGEST_DECLARATION),
                        StandardCharsets.ISO_8859_1);
        if (begin.startsWith("\u00fe\u00ff") || begin.startsWith("\u00ff\u00fe")) {
            return "UTF-16";
        }
        Matcher declaration = DECLARATION.matcher(begin);
        return declaration.lookingAt() ? declaration.group(1) : "UTF-8";
    }

    @Override
    protected Logger getLogger() {
        return LOG;
    }

    private void receive(Exchange exchange, Message answer) {
        answer.setExchange(exchange);
        MessageObserver observer = getMessageObserver();
        (observer == null ? exchange.get(MessageObserver.class) : observer).onMessage(answer);
    }
}
