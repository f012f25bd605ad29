package io.serai.business;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.business.BusinessEvents.BadEventException;
import io.serai.edge.Problem;
import io.serai.event.Event;
import io.serai.event.Json;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/**
 * {@code POST /api/v1/events}: a business event as a CloudEvent in structured JSON, signed as
 * Standard Webhooks has it or sent with a session of role integrator or admin.
 */
@RestController
class EventsApi {

    private static final Logger LOG = LoggerFactory.getLogger(EventsApi.class);
    private static final Marker STRANGER = MarkerFactory.getMarker("stranger");

    private final WebhookSignature signature;
    private final CloudEvents events;
    private final ProducerTemplate routes;
    private final MeterRegistry meters;

    EventsApi(
            WebhookSignature signature,
            CloudEvents events,
            ProducerTemplate routes,
            MeterRegistry meters) {
        this.signature = signature;
        this.events = events;
        this.routes = routes;
        this.meters = meters;
    }

    /** Reports a business event. */
    @PostMapping("/api/v1/events")
    ResponseEntity<String> report(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(BusinessEvents.LONGEST + 1);
        if (body.length > BusinessEvents.LONGEST) {
            return refused(413, "Too Large", "An event has at most 64 KiB.");
        }
        if (!mayReport(request, body)) {
            if (request.getUserPrincipal() != null) {
                return refused(403, "Not allowed", "Only integrators and admins report events.");
            }
            return refused(
                    401,
                    "Unauthorized",
                    "Sign with webhook-id, webhook-timestamp and webhook-signature, or log in as"
                            + " integrator.");
        }
        String unsupported = unsupported(request);
        if (unsupported != null) {
            return refused(415, "Unsupported", unsupported);
        }
        try {
            Event event = events.read(FlatEvent.json(body), request.getHeader("traceparent"));
            boolean duplicate =
                    BusinessEvents.duplicate(
                            routes.requestBody("direct:report-event", (Object) event));
            count(duplicate ? "duplicate" : "accepted");
            return ResponseEntity.accepted()
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Json.write(Map.of("id", event.id(), "duplicate", duplicate)));
        } catch (BadEventException e) {
            return refused(400, "Bad Event", e.rule());
        } catch (CamelExecutionException e) {
            LOG.error("A business event could not be kept and was refused", e);
            return refused(503, "Unavailable", "It could not be kept. Send it again later.");
        }
    }

    private static @Nullable String unsupported(HttpServletRequest request) {
        String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/cloudevents+json")
                && !type.startsWith(MediaType.APPLICATION_JSON_VALUE)) {
            return "Send one event as application/cloudevents+json or application/json.";
        }
        String coding = request.getHeader("Content-Encoding");
        return coding == null || coding.equalsIgnoreCase("identity")
                ? null
                : "Send the event as it is, not compressed.";
    }

    private boolean mayReport(HttpServletRequest request, byte[] body) {
        return signature.verifies(
                        request.getHeader("webhook-id"),
                        request.getHeader("webhook-timestamp"),
                        request.getHeader("webhook-signature"),
                        body)
                || request.isUserInRole("INTEGRATOR")
                || request.isUserInRole("ADMIN");
    }

    private ResponseEntity<String> refused(int status, String title, String detail) {
        LOG.warn(STRANGER, "A business event was refused by REST: {}", detail);
        count("refused");
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (status == 401) {
            answer.header("WWW-Authenticate", "Bearer");
        } else if (status == 415) {
            answer.header("Accept-Encoding", "identity"); // RFC 9110, 12.5.3
        }
        return answer.header("Content-Type", Problem.MEDIA_TYPE)
                .body(new Problem(status, title, detail).json());
    }

    private void count(String outcome) {
        meters.counter("serai.events.inbound", "door", "rest", "outcome", outcome).increment();
    }
}
