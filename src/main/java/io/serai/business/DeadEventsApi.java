package io.serai.business;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.business.BusinessEvents.BadEventException;
import io.serai.event.Json;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The desk for dead events: what a source brought and the hub could not take, for integrators and
 * supervisors to look at and to put through again once the fault is mended.
 */
@RestController
@RequestMapping(path = "/api/v1/dead-events", produces = MediaType.APPLICATION_JSON_VALUE)
class DeadEventsApi {

    private static final int LONGEST = 500;

    private final DeadEvents dead;
    private final EventIntake intake;
    private final ProducerTemplate routes;

    DeadEventsApi(DeadEvents dead, EventIntake intake, ProducerTemplate routes) {
        this.dead = dead;
        this.intake = intake;
        this.routes = routes;
    }

    /** Lists what could not be taken, the latest first. */
    @GetMapping
    List<DeadEvents.DeadEvent> list(
            HttpServletRequest request, @RequestParam(defaultValue = "100") int limit) {
        admit(request);
        return dead.latest(Math.clamp(limit, 1, LONGEST));
    }

    /** Puts one through again; the same event again is the same event. */
    @PostMapping("/{id}/replay")
    Map<String, Object> replay(HttpServletRequest request, @PathVariable UUID id)
            throws BadEventException {
        admit(request);
        DeadEvents.DeadEvent event =
                dead.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        int slash = event.entry().indexOf('/');
        var arrived =
                new EventIntake.Arrived(
                        event.door(),
                        event.entry().substring(0, slash),
                        event.entry().substring(slash + 1),
                        event.body(),
                        fields(event));
        boolean duplicate =
                BusinessEvents.duplicate(
                        routes.requestBody("direct:report-event", (Object) intake.event(arrived)));
        dead.replayed(id);
        return Map.of("id", event.id(), "duplicate", duplicate);
    }

    /** Null of what was no text: what stands for the unreadable is not to go on in its place. */
    private static @Nullable ObjectNode fields(DeadEvents.DeadEvent event)
            throws BadEventException {
        if (event.reason().equals(EventIntake.UNREADABLE)) {
            return null;
        }
        // Of one that was too long only the beginning was kept, which is no JSON.
        return event.door().equals("kafka")
                ? Json.MAPPER.createObjectNode().put("event", event.body())
                : (ObjectNode) FlatEvent.json(event.body());
    }

    private static void admit(HttpServletRequest request) {
        if (!request.isUserInRole("INTEGRATOR")
                && !request.isUserInRole("SUPERVISOR")
                && !request.isUserInRole("ADMIN")) {
            throw new AccessDeniedException("Dead events are for integrators and supervisors");
        }
    }

    @ExceptionHandler(BadEventException.class)
    ProblemDetail bad(BadEventException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "Still wrong: " + e.rule());
    }

    @ExceptionHandler(CamelExecutionException.class)
    ProblemDetail failed(CamelExecutionException e) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_GATEWAY, "It failed again and can be replayed once that is mended");
    }
}
