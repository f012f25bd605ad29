package io.serai.channel.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.bus.Receipt;
import io.serai.event.Inbound;
import io.serai.event.Message;
import io.serai.store.Conversation;
import io.serai.store.Conversations;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

import java.time.Duration;
import java.util.List;

/** The customer's REST fallback, for where no socket gets through. */
@RestController
@RequestMapping(path = "/api/v1", produces = MediaType.APPLICATION_JSON_VALUE)
class CustomerApi {

    private static final int LONGEST_WAIT = 30;
    private static final int PAGE = 200;

    private final Identities identities;
    private final CustomerSocket socket;
    private final CustomerSockets sockets;
    private final Conversations conversations;
    private final Waiting waiting;
    private final ProducerTemplate camel;

    CustomerApi(
            Identities identities,
            CustomerSocket socket,
            CustomerSockets sockets,
            Conversations conversations,
            Waiting waiting,
            ProducerTemplate camel) {
        this.identities = identities;
        this.socket = socket;
        this.sockets = sockets;
        this.conversations = conversations;
        this.waiting = waiting;
        this.camel = camel;
    }

    /**
     * Somebody nobody vouches for.
     *
     * @param token good for as long as {@code serai.security.visitor} says; the customer's login
     *     from now on
     * @param user their id
     * @param conversation their conversation's id
     */
    record Visitor(String token, String user, String conversation) {}

    /**
     * Some of a conversation's messages.
     *
     * @param messages by their numbers
     * @param lastSeq what to send as {@code after} next time; less than it was if the conversation
     *     has not come that far, as after a restore
     */
    record Messages(List<Message> messages, long lastSeq) {}

    /** Makes a new visitor. */
    @PostMapping("/visitors")
    Visitor visitor(@RequestBody JsonNode body) {
        Identity identity =
                identities.of(
                        body.path("channel").asText("web"),
                        body.path("account").asText("main"),
                        null);
        return new Visitor(
                identity.token(), identity.address().user(), identity.address().conversation());
    }

    /**
     * Says something.
     *
     * @param channel of a customer with the merchant's JWT: {@code web} or {@code app}
     * @param account of a customer with the merchant's JWT
     */
    @PostMapping("/customer/messages")
    String send(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
                    @Nullable String authorization,
            @RequestHeader(name = "X-Serai-Channel", required = false) @Nullable String channel,
            @RequestHeader(name = "X-Serai-Account", required = false) @Nullable String account,
            @RequestBody String body) {
        Identity identity = identities.ofBearer(bearer(authorization), channel, account);
        JsonNode frame = parse(body);
        Inbound.Said said = socket.said(identity.address().user(), identity, frame);
        String source =
                "direct:source."
                        + identity.address().channel()
                        + "."
                        + identity.address().account();
        Receipt receipt = camel.requestBody(source, said, Receipt.class);
        if (!receipt.duplicate()) {
            conversations.message(receipt.conversation(), receipt.seq()).ifPresent(sockets::tell);
        }
        ObjectNode ack = socket.ack(said, receipt);
        ack.remove("type");
        return ack.toString();
    }

    /**
     * Gives what was said since.
     *
     * @param channel of a customer with the merchant's JWT: {@code web} or {@code app}
     * @param account of a customer with the merchant's JWT
     * @param after the last number the client has
     * @param wait seconds to wait if there is nothing yet, 30 at most
     */
    @GetMapping("/customer/messages")
    DeferredResult<Messages> messages(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false)
                    @Nullable String authorization,
            @RequestHeader(name = "X-Serai-Channel", required = false) @Nullable String channel,
            @RequestHeader(name = "X-Serai-Account", required = false) @Nullable String account,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "0") int wait) {
        String conversation =
                identities
                        .ofBearer(bearer(authorization), channel, account)
                        .address()
                        .conversation();
        long seconds = Math.clamp(wait, 0, LONGEST_WAIT);
        DeferredResult<Messages> result =
                new DeferredResult<>(
                        Duration.ofSeconds(Math.max(seconds, 1)).toMillis(),
                        () -> page(conversation, after));
        if (seconds == 0) {
            result.setResult(page(conversation, after));
        } else {
            await(result, conversation, after);
        }
        return result;
    }

    /**
     * Answers as soon as there is something after the cursor; what wakes it may be older than that.
     */
    private void await(DeferredResult<Messages> result, String conversation, long after) {
        Runnable wake =
                () ->
                        Thread.ofVirtual()
                                .name("long-poll")
                                .start(() -> await(result, conversation, after));
        if (result.isSetOrExpired()) {
            return;
        }
        result.onCompletion(waiting.add(conversation, wake));
        if (waiting.isOver() || !conversations.after(conversation, after, 1).isEmpty()) {
            result.setResult(page(conversation, after));
        }
    }

    private Messages page(String conversation, long after) {
        List<Message> messages = conversations.after(conversation, after, PAGE);
        return new Messages(
                messages,
                messages.isEmpty()
                        ? Math.min(after, lastSeq(conversation))
                        : messages.getLast().seq());
    }

    private long lastSeq(String conversation) {
        return conversations.find(conversation).map(Conversation::lastSeq).orElse(0L);
    }

    private static JsonNode parse(String body) {
        try {
            return io.serai.event.Json.MAPPER.readTree(body);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw BadFrame.of("The body is not JSON");
        }
    }

    private static String bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw BadFrame.closing("bad-token", "Send Authorization: Bearer <token>");
        }
        return authorization.substring(7).trim();
    }

    @ExceptionHandler(BadFrame.class)
    ResponseEntity<ProblemDetail> refused(BadFrame e) {
        HttpStatus status = e.isClosing() ? HttpStatus.UNAUTHORIZED : HttpStatus.BAD_REQUEST;
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
        problem.setTitle(e.code());
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (e.isClosing()) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return answer.body(problem);
    }

    @ExceptionHandler(CamelExecutionException.class)
    ProblemDetail unavailable() {
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "It was not stored; send it again with the same id");
        problem.setTitle("unavailable");
        return problem;
    }
}
