package io.serai.ticket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.event.Json;
import io.serai.ticket.ExternalNews.News;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code POST /hooks/zendesk}: what happens to tickets at Zendesk, by its webhooks. Signed as
 * Zendesk has it: base64 of HMAC-SHA256 over the timestamp and the body. Told again, it changes
 * nothing.
 */
@RestController
class ZendeskHook {

    private static final Logger LOG = LoggerFactory.getLogger(ZendeskHook.class);
    private static final int LONGEST = 256 * 1024;
    private static final Duration WINDOW = Duration.ofMinutes(5);

    /** Zendesk's names, in its events and in its lists; and what its "hold" is here. */
    private static final Map<String, TicketStatus> STATUSES =
            Map.of(
                    "new", TicketStatus.NEW,
                    "open", TicketStatus.OPEN,
                    "pending", TicketStatus.PENDING,
                    "hold", TicketStatus.PENDING,
                    "solved", TicketStatus.SOLVED,
                    "closed", TicketStatus.CLOSED);

    private final TicketSettings settings;
    private final ExternalNews news;
    private final MeterRegistry meters;
    private final Clock clock;

    ZendeskHook(
            TicketSettings settings, ExternalNews news, MeterRegistry meters, Clock clock) {
        this.settings = settings;
        this.news = news;
        this.meters = meters;
        this.clock = clock;
    }

    @PostMapping("/hooks/zendesk")
    ResponseEntity<Void> take(HttpServletRequest request) throws IOException {
        if (settings.webhookSecret().isEmpty()) {
            return ResponseEntity.notFound().build();
        }
        byte[] body = request.getInputStream().readNBytes(LONGEST + 1);
        if (body.length > LONGEST) {
            return answer(413, "too-large");
        }
        String time = request.getHeader("X-Zendesk-Webhook-Signature-Timestamp");
        if (!verifies(request.getHeader("X-Zendesk-Webhook-Signature"), time, body)) {
            return answer(401, "unsigned");
        }
        News told;
        try {
            String invocation = request.getHeader("X-Zendesk-Webhook-Invocation-Id");
            told =
                    read(
                            Json.MAPPER.readTree(body),
                            Instant.parse(time),
                            invocation == null ? time : invocation);
        } catch (JsonProcessingException e) {
            return answer(400, "no-json");
        }
        if (told == null || news.take(told).isEmpty()) {
            return answer(200, "not-ours");
        }
        return answer(200, "taken");
    }

    boolean verifies(@Nullable String signature, @Nullable String timestamp, byte[] body) {
        if (signature == null || timestamp == null || !isRecent(timestamp)) {
            return false;
        }
        byte[] given = signature.getBytes(StandardCharsets.UTF_8);
        boolean fits = false;
        for (String secret : settings.webhookSecret()) {
            fits |= MessageDigest.isEqual(signed(secret, timestamp, body), given);
        }
        return fits;
    }

    private boolean isRecent(String timestamp) {
        try {
            Instant signed = Instant.parse(timestamp);
            return Duration.between(signed, clock.instant()).abs().compareTo(WINDOW) <= 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static byte[] signed(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(
                    new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(timestamp.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encode(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA256", e);
        }
    }

    /**
     * Of an event Zendesk makes up itself, or of a trigger's body with {@code ticket_id}, {@code
     * status}, {@code comment} and {@code external_id}; null if it is about no ticket.
     */
    static @Nullable News read(JsonNode told, Instant signed, String invocation) {
        JsonNode detail = told.path("detail");
        String number = detail.path("id").asText(told.path("ticket_id").asText(""));
        if (number.isEmpty() || number.length() > 64) {
            return null;
        }
        String status = detail.path("status").asText(told.path("status").asText(""));
        String comment =
                told.at("/event/comment/body").asText(told.path("comment").asText(""));
        String id = detail.path("external_id").asText(told.path("external_id").asText(""));
        return new News(
                told.path("id").asText(invocation),
                number,
                id.isEmpty() ? null : id,
                STATUSES.get(status.toLowerCase(Locale.ROOT)),
                comment.isBlank() ? null : comment,
                time(told.path("time").asText(""), signed));
    }

    private static Instant time(String text, Instant otherwise) {
        try {
            return text.isEmpty() ? otherwise : Instant.parse(text);
        } catch (DateTimeException e) {
            return otherwise;
        }
    }

    private ResponseEntity<Void> answer(int status, String outcome) {
        meters.counter("serai.tickets.hooks", "outcome", outcome).increment();
        if (status != 200) {
            LOG.warn("A webhook of Zendesk's was refused: {}", outcome);
        }
        return ResponseEntity.status(status).build();
    }
}
