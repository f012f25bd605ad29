package io.serai.publish;

import io.serai.edge.Exact;
import io.serai.publish.WebhookRequest.Bad;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.security.Principal;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What became of the events of a subscription, and sending them again. */
@RestController
@RequestMapping(path = "/api/v1/webhooks/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
class DeliveriesApi {

    private static final Logger log = LoggerFactory.getLogger(DeliveriesApi.class);
    private static final int LONGEST = 500;
    private static final Set<String> STATES = Set.of("waiting", "delivered", "dead");

    private final Webhooks webhooks;
    private final Deliveries deliveries;
    private final Couriers couriers;
    private final Clock clock;

    DeliveriesApi(Webhooks webhooks, Deliveries deliveries, Couriers couriers, Clock clock) {
        this.webhooks = webhooks;
        this.deliveries = deliveries;
        this.couriers = couriers;
        this.clock = clock;
    }

    /**
     * What to send again.
     *
     * @param since what was put in line since then
     * @param state {@code dead}, or {@code all} for what was delivered too
     */
    record Again(@Nullable String since, @Nullable String state) implements Exact {}

    @ModelAttribute
    void admit(HttpServletRequest request) {
        WebhooksApi.admitted(request);
    }

    /**
     * Lists what became of events, the latest first.
     *
     * @param state {@code waiting}, {@code delivered} or {@code dead}
     * @param before only what was put in line before this time
     * @param limit how many at most, up to 500
     */
    @GetMapping("/deliveries")
    List<Delivery> log(
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "100") int limit) {
        find(id);
        if (state != null && !STATES.contains(state)) {
            throw new Bad("state must be waiting, delivered or dead");
        }
        var until =
                before == null
                        ? clock.instant().plusSeconds(1)
                        : WebhookRequest.time(before, "before");
        return deliveries.log(id, state, until, Math.clamp(limit, 1, LONGEST));
    }

    /** Sends one event again. */
    @PostMapping("/deliveries/{delivery}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Integer> replay(Principal who, @PathVariable UUID id, @PathVariable UUID delivery) {
        find(id);
        if (!deliveries.replay(id, delivery, clock.instant())) {
            throw new WebhooksApi.Gone("delivery");
        }
        return replayed(who, id, 1);
    }

    /** Sends many events again. */
    @PostMapping("/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Integer> replay(Principal who, @PathVariable UUID id, @RequestBody Again again) {
        find(id);
        String state = again.state() == null ? "dead" : again.state();
        if (!state.equals("dead") && !state.equals("all")) {
            throw new Bad("state must be dead or all");
        }
        var since = WebhookRequest.time(again.since(), "since");
        int count = deliveries.replay(id, since, state.equals("all"), clock.instant());
        return replayed(who, id, count);
    }

    private Map<String, Integer> replayed(Principal who, UUID id, int count) {
        log.info("{} has {} deliveries of webhook {} sent again", who.getName(), count, id);
        couriers.wake();
        return Map.of("replayed", count);
    }

    private void find(UUID id) {
        if (webhooks.find(id).isEmpty()) {
            throw new WebhooksApi.Gone("webhook");
        }
    }

    @ExceptionHandler(Bad.class)
    ProblemDetail bad(Bad e) {
        return refused(HttpStatus.BAD_REQUEST, e);
    }

    @ExceptionHandler(WebhooksApi.NotYours.class)
    ProblemDetail notYours(WebhooksApi.NotYours e) {
        return refused(HttpStatus.FORBIDDEN, e);
    }

    @ExceptionHandler(WebhooksApi.Gone.class)
    ProblemDetail gone(WebhooksApi.Gone e) {
        return refused(HttpStatus.NOT_FOUND, e);
    }

    private static ProblemDetail refused(HttpStatus status, RuntimeException e) {
        log.info("A request about deliveries was refused: {}", e.getMessage());
        return ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
    }
}
