package io.serai.console;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.command.Command;
import io.serai.command.CommandRefused;
import io.serai.command.Decision;
import io.serai.command.ReturnRequest;
import io.serai.command.Returns;
import io.serai.security.Directory;
import io.serai.security.Login;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.security.Principal;
import java.util.List;
import java.util.Locale;

/** Return requests, for agents: of conversations they may see. */
@RestController
@RequestMapping(
        path = "/api/v1/conversations/{conversation}/returns",
        produces = MediaType.APPLICATION_JSON_VALUE)
class ReturnsApi extends StaffApi {

    private final Returns returns;
    private final Desk desk;

    ReturnsApi(Returns returns, Desk desk, Directory directory) {
        super(directory);
        this.returns = returns;
        this.desk = desk;
    }

    /** Lists a conversation's return requests, the latest first. */
    @GetMapping
    List<Command> list(Principal principal, @PathVariable String conversation) {
        desk.look(login(principal), conversation);
        return returns.of(conversation);
    }

    /**
     * Asks for a return of an order of this conversation's customer; the same id again is the same
     * request. Refused with the title {@code not-theirs} (403), {@code nobody} or {@code conflict}
     * (409), or {@code unavailable} (503: it cannot be known whose the order is), nothing is sent.
     */
    @PostMapping
    Command request(
            Principal principal, @PathVariable String conversation, @RequestBody JsonNode body) {
        Login login = login(principal);
        desk.look(login, conversation);
        return returns.request(login.login(), conversation, wish(body));
    }

    static ReturnRequest wish(JsonNode body) {
        return new ReturnRequest(
                AgentFrames.text(body, "id"),
                AgentFrames.text(body, "orderNo"),
                list(body, "lines").map(it -> it.isInt() ? it.intValue() : 0).toList(),
                AgentFrames.text(body, "reasonCode"),
                text(body, "reasonText"),
                list(body, "photoUrls").map(JsonNode::asText).toList());
    }

    /** Decides about one of which nobody knows whether it was done: retry, done or cancel. */
    @PostMapping("/{id}/decision")
    Command decide(
            Principal principal,
            @PathVariable String conversation,
            @PathVariable String id,
            @RequestBody JsonNode body) {
        Login login = login(principal);
        desk.look(login, conversation);
        String reference = text(body, "returnNo");
        if (reference != null && !reference.matches("[!-~]{1,64}")) {
            throw new IllegalArgumentException("\"returnNo\" must be 1 to 64 visible characters");
        }
        return returns.decide(
                login.login(),
                conversation,
                id,
                decision(AgentFrames.text(body, "decision")),
                reference);
    }

    private static Decision decision(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "retry" -> Decision.RETRY;
            case "done" -> Decision.DONE;
            case "cancel" -> Decision.CANCEL;
            default ->
                    throw new IllegalArgumentException(
                            "\"decision\" must be retry, done or cancel");
        };
    }

    @ExceptionHandler(CommandRefused.class)
    ProblemDetail refused(CommandRefused e) {
        HttpStatus status =
                switch (e.reason()) {
                    case GONE -> HttpStatus.NOT_FOUND;
                    case CONFLICT, NOBODY -> HttpStatus.CONFLICT;
                    case NOT_THEIRS -> HttpStatus.FORBIDDEN;
                    case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
                };
        ProblemDetail problem = problem(status, e);
        problem.setTitle(e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        return problem;
    }
}
