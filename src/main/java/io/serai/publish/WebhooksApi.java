package io.serai.publish;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.serai.edge.Exact;
import io.serai.event.Event;
import io.serai.event.Ids;
import io.serai.event.Vocabulary;
import io.serai.publish.WebhookRequest.Bad;
import io.serai.store.Cursor;
import io.serai.store.Feed;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.security.Principal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Subscriptions, for integrators and admins: docs/webhooks.md is its contract. */
@RestController
@RequestMapping(path = "/api/v1/webhooks", produces = MediaType.APPLICATION_JSON_VALUE)
class WebhooksApi {

    private static final Logger log = LoggerFactory.getLogger(WebhooksApi.class);
    private static final int MOST_COUNTED = 100_000;

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Couriers couriers;
    private final SecretBox box;
    private final Feed feed;
    private final WebhookSettings settings;
    private final Vocabulary words;
    private final Clock clock;

    WebhooksApi(
            Webhooks webhooks,
            Deliveries deliveries,
            Couriers couriers,
            SecretBox box,
            Feed feed,
            WebhookSettings settings,
            Vocabulary words,
            Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.couriers = couriers;
        this.box = box;
        this.feed = feed;
        this.settings = settings;
        this.words = words;
        this.clock = clock;
    }

    /**
     * A subscription as the API shows it.
     *
     * @param secret only in the answer that made it
     * @param waiting deliveries in line
     * @param dead deliveries given up
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(@JsonUnwrapped Webhook webhook, int waiting, int dead, @Nullable String secret) {}

    /** What may come with a rotation. */
    record Rotation(@Nullable String overlap) implements Exact {}

    /** Not with this role. */
    static final class NotYours extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotYours() {
            super("Webhooks are for integrators and admins", null, false, false);
        }
    }

    /** There is no such thing. */
    static final class Gone extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Gone(String what) {
            super("There is no such " + what, null, false, false);
        }
    }

    /** Asked before every request here. */
    @ModelAttribute
    void admit(HttpServletRequest request) {
        admitted(request);
    }

    static void admitted(HttpServletRequest request) {
        if (!request.isUserInRole("INTEGRATOR") && !request.isUserInRole("ADMIN")) {
            throw new NotYours();
        }
    }

    /** Lists the subscriptions. */
    @GetMapping
    List<View> list() {
        return webhooks.all().stream().map(webhook -> view(webhook, null)).toList();
    }

    /** Shows one subscription. */
    @GetMapping("/{id}")
    View one(@PathVariable UUID id) {
        return view(find(id), null);
    }

    /** Subscribes; only this answer has the secret. */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    View create(Principal who, @RequestBody WebhookRequest request) {
        if (webhooks.all().size() >= settings.most()) {
            throw new Bad(
                    "there are as many webhooks as serai.webhooks.most allows; delete one first");
        }
        Instant now = clock.instant();
        Webhook made =
                new Webhook(
                        UUID.fromString(Ids.next()),
                        request.url(settings.destinations(), null),
                        request.description(""),
                        request.types(List.of(), words),
                        request.state(Webhook.State.ACTIVE),
                        null,
                        place(request.after()),
                        null,
                        null,
                        now,
                        now);
        String secret = box.make();
        webhooks.add(made, box.seal(made.id(), secret));
        log.info("{} made webhook {}", who.getName(), made.id());
        couriers.wake();
        return view(made, secret);
    }

    /** Changes what is given, and leaves the rest. */
    @PatchMapping("/{id}")
    View change(Principal who, @PathVariable UUID id, @RequestBody WebhookRequest request) {
        Webhook before = find(id);
        // One that is disabled for want of its place begins anew; see Courier.
        boolean lost = !before.isServed() && !isKnown(before.place());
        String after = request.after();
        String place = after != null ? place(after) : lost ? place(null) : before.place();
        boolean anew = request.state() != null || request.url() != null || after != null;
        boolean failed = before.state() == Webhook.State.FAILING;
        Webhook.State state = request.state(failed && anew ? Webhook.State.ACTIVE : before.state());
        Webhook changed =
                new Webhook(
                        id,
                        request.url(settings.destinations(), before.url()),
                        request.description(before.description()),
                        request.types(before.types(), words),
                        state,
                        anew ? null : before.reason(),
                        place,
                        anew ? null : before.restUntil(),
                        before.oldSecretUntil(),
                        before.created(),
                        clock.instant());
        webhooks.change(changed, changed.updated());
        log.info("{} changed webhook {}", who.getName(), id);
        couriers.wake();
        return view(find(id), null);
    }

    /** Ends a subscription, with all that was in line for it. */
    @DeleteMapping(
            path = "/{id}",
            produces = MediaType.ALL_VALUE) // nothing: a generated client accepts problems alone
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Principal who, @PathVariable UUID id) {
        find(id);
        webhooks.delete(id);
        log.info("{} deleted webhook {}", who.getName(), id);
    }

    /** Makes a new secret; for a while what is sent is signed with the old one too. */
    @PostMapping("/{id}/secret")
    View rotate(
            Principal who,
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable Rotation rotation) {
        find(id);
        Instant now = clock.instant();
        String secret = box.make();
        Instant oldUntil =
                now.plus(
                        WebhookRequest.overlap(
                                rotation == null ? null : rotation.overlap(), settings.overlap()));
        webhooks.rotate(id, box.seal(id, secret), oldUntil, now);
        log.info("{} rotated the secret of webhook {}", who.getName(), id);
        return view(find(id), secret);
    }

    /** Sends an event that means nothing, to try the way. */
    @PostMapping("/{id}/test")
    @ResponseStatus(HttpStatus.ACCEPTED)
    java.util.Map<String, String> test(@PathVariable UUID id) {
        find(id);
        Instant now = clock.instant();
        var data = JsonNodeFactory.instance.objectNode().put("webhook", id.toString());
        String type = "io.serai.webhook.test";
        Event event = new Event(Ids.next(), "/hub", type, id.toString(), now, null, data);
        deliveries.line(id, event, now);
        couriers.wake();
        return java.util.Map.of("event", event.id());
    }

    private View view(Webhook webhook, @Nullable String secret) {
        return new View(
                webhook,
                deliveries.count(webhook.id(), "waiting", MOST_COUNTED),
                deliveries.count(webhook.id(), "dead", MOST_COUNTED),
                secret);
    }

    private Webhook find(UUID id) {
        return webhooks.find(id).orElseThrow(() -> new Gone("webhook"));
    }

    private String place(@Nullable String after) {
        if (after == null || after.equals("latest")) {
            return feed.end().toString();
        }
        if (after.equals("0")) {
            return feed.start().toString();
        }
        if (!isKnown(after)) {
            throw new Bad("after must be latest, 0 or a cursor of GET /api/v1/events");
        }
        return after;
    }

    private boolean isKnown(String place) {
        try {
            feed.after(Cursor.of(place), List.of(), 1);
            return true;
        } catch (IllegalArgumentException | io.serai.store.CursorGone e) {
            return false;
        }
    }

    @ExceptionHandler(Bad.class)
    ProblemDetail bad(Bad e) {
        return refused(HttpStatus.BAD_REQUEST, e);
    }

    @ExceptionHandler(NotYours.class)
    ProblemDetail notYours(NotYours e) {
        return refused(HttpStatus.FORBIDDEN, e);
    }

    @ExceptionHandler(Gone.class)
    ProblemDetail gone(Gone e) {
        return refused(HttpStatus.NOT_FOUND, e);
    }

    private static ProblemDetail refused(HttpStatus status, RuntimeException e) {
        log.info("A request about webhooks was refused: {}", e.getMessage());
        return ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
    }
}
