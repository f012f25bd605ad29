package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Reads what a system answered over HTTP and says which failures are worth another try. Afterwards
 * the message has the JSON as its body, null for "there is no such thing", and no header.
 */
public final class SystemReply {

    /** What may be repeated to people of a system's own codes. */
    static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    private static final Set<Integer> MISSES =
            Set.of(HttpStatus.SC_NOT_FOUND, HttpStatus.SC_GONE, HttpStatus.SC_NO_CONTENT);

    /** Which say nothing of how the system is: it is what was asked for that it does not take. */
    private static final Set<Integer> REFUSALS =
            Set.of(HttpStatus.SC_BAD_REQUEST, HttpStatus.SC_UNPROCESSABLE_CONTENT);

    /** By which a system may say without any more words that it did what it was to do. */
    private static final Set<Integer> WORDLESS =
            Set.of(HttpStatus.SC_CREATED, HttpStatus.SC_ACCEPTED, HttpStatus.SC_RESET_CONTENT);

    /** As routes/systems/calls.camel.yaml has it. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
    private static final Set<String> OF_CHINESE = Set.of("GB2312", "GBK", "x-mswin-936");

    public SystemReply() {}

    /**
     * Reads a REST answer: 2xx with JSON is one, or 201, 202, 204 and 205 with nothing; 404 and 410
     * say that there is no such thing, 400 and 422 that it was understood and refused, 408, 429 and
     * 5xx may pass, anything else is against the contract.
     */
    public void rest(Exchange exchange) throws TransientException {
        restIn(exchange, "", "", "", "", "", "");
    }

    /**
     * Reads a REST answer in which errors may come with HTTP 200.
     *
     * @param errorAt where an error stands (RFC 6901): anything there but null, false, 0 and what
     *     is empty is one
     * @param codeAt where a code stands that says how it went
     * @param okCodes the codes that say it went well, separated by commas
     * @param missCodes those that say there is no such thing
     * @param passingCodes those of errors that may pass
     * @param resultAt where the answer stands
     */
    public void restIn(
            Exchange exchange,
            String errorAt,
            String codeAt,
            String okCodes,
            String missCodes,
            String passingCodes,
            String resultAt)
            throws TransientException {
        Message message = exchange.getMessage();
        int status = status(message);
        if (MISSES.contains(status)) {
            become(message, null);
            return;
        }
        if (REFUSALS.contains(status)) {
            throw new RefusedException("it refuses the request (HTTP " + status + ")");
        }
        check(message);
        if (WORDLESS.contains(status) && isEmpty(message)) {
            become(message, null);
            return;
        }
        Envelope envelope =
                new Envelope(errorAt, codeAt, okCodes, missCodes, passingCodes, resultAt);
        become(message, envelope.open(value(message)));
    }

    /** Throws what its status means, if that is no success. */
    public static void check(Message message) throws TransientException {
        check(status(message), name -> message.getHeader(name, "", String.class));
    }

    /** The same of an answer with these headers, empty where there is none. */
    static void check(int status, UnaryOperator<String> headers) throws TransientException {
        if (status == HttpStatus.SC_TOO_MANY_REQUESTS
                || status == HttpStatus.SC_SERVICE_UNAVAILABLE) {
            leftAlone(status, headers);
        }
        check(status);
    }

    /** Throws if it said that it is not to be called for longer than pauses between calls are. */
    private static void leftAlone(int status, UnaryOperator<String> headers)
            throws LeftAloneException {
        String after = headers.apply(HttpHeaders.RETRY_AFTER);
        Instant then = DateUtils.parseStandardDate(after);
        Instant now = DateUtils.parseStandardDate(headers.apply(HttpHeaders.DATE));
        long seconds =
                SECONDS.matcher(after).matches()
                        ? Long.parseLong(after)
                        : then == null || now == null ? 0 : Duration.between(now, then).toSeconds();
        if (seconds > LONGEST_PAUSE.toSeconds()) {
            throw new LeftAloneException(seconds, passing(status));
        }
    }

    private static void check(int status) throws TransientException {
        if (status == HttpStatus.SC_REQUEST_TIMEOUT
                || status == HttpStatus.SC_TOO_MANY_REQUESTS
                || status >= HttpStatus.SC_INTERNAL_SERVER_ERROR) {
            throw passing(status);
        }
        if (status < HttpStatus.SC_OK || status >= HttpStatus.SC_REDIRECTION) {
            throw refused(status);
        }
    }

    private static RuntimeException refused(int status) {
        return status == HttpStatus.SC_UNAUTHORIZED || status == HttpStatus.SC_FORBIDDEN
                ? new ContractException("it refuses the hub's credentials (HTTP " + status + ")")
                : new ContractException("it refuses the request (HTTP " + status + ")");
    }

    public static TransientException passing(int status) {
        String words = "it is out of order (HTTP " + status + ")";
        return status == HttpStatus.SC_TOO_MANY_REQUESTS
                ? new TurnedAwayException(words)
                : new TransientException(words);
    }

    public static int status(Message message) {
        Integer status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        return status == null ? 0 : status;
    }

    private static boolean isEmpty(Message message) {
        byte[] body = message.getBody(byte[].class);
        message.setBody(body);
        return body == null || body.length == 0;
    }

    public static JsonNode json(Message message) {
        JsonNode data = value(message);
        if (data.isContainerNode()) {
            return data;
        }
        throw new ContractException("its answer is not JSON");
    }

    private static JsonNode value(Message message) {
        byte[] body = message.getBody(byte[].class);
        JsonNode data = body == null ? MissingNode.getInstance() : parsed(message, body);
        if (data.isMissingNode()) {
            throw new ContractException("its answer is not JSON");
        }
        return data;
    }

    /** In the charset its Content-Type names: GBK, for one. JSON itself is UTF-8. */
    static JsonNode parsed(Message message, byte[] body) {
        try {
            Charset charset = charset(message);
            return charset.equals(StandardCharsets.UTF_8)
                    ? AnswerJson.read(body)
                    : AnswerJson.read(new String(body, charset));
        } catch (IOException e) {
            throw new ContractException("its answer is not JSON");
        }
    }

    private static Charset charset(Message message) {
        String type = message.getHeader(Exchange.CONTENT_TYPE, "", String.class);
        try {
            ContentType parsed = ContentType.parse(type);
            Charset charset = parsed == null ? null : parsed.getCharset();
            // What calls itself ASCII or Latin 1 and is JSON, is UTF-8.
            return charset == null
                            || charset.equals(StandardCharsets.ISO_8859_1)
                            || charset.equals(StandardCharsets.US_ASCII)
                    ? StandardCharsets.UTF_8
                    : wide(charset);
        } catch (IllegalArgumentException e) {
            throw new ContractException("its answer is in a charset nobody knows");
        }
    }

    /** What calls itself GB2312 or GBK often has characters that came later, in people's names. */
    static Charset wide(Charset named) {
        return OF_CHINESE.contains(named.name()) ? Charset.forName("GB18030") : named;
    }

    public static void become(Message message, @Nullable JsonNode data) {
        message.removeHeaders("*");
        message.setBody(data);
    }
}
