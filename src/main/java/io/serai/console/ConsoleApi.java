package io.serai.console;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.conversation.AgentSpeech;
import io.serai.conversation.Refused;
import io.serai.customer.CustomerCodes;
import io.serai.event.Json;
import io.serai.event.Message;
import io.serai.security.Directory;
import io.serai.security.Login;
import io.serai.store.Conversation;
import io.serai.store.Notes;

import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The console over REST, for who is logged in. */
@RestController
@RequestMapping(path = "/api/v1/conversations", produces = MediaType.APPLICATION_JSON_VALUE)
class ConsoleApi {

    private final Desk desk;
    private final Directory directory;
    private final CustomerCodes codes;
    private final ProducerTemplate camel;

    ConsoleApi(Desk desk, Directory directory, CustomerCodes codes, ProducerTemplate camel) {
        this.desk = desk;
        this.directory = directory;
        this.codes = codes;
        this.camel = camel;
    }

    /**
     * Lists conversations.
     *
     * @param owner {@code me}, {@code queue}, or {@code all} for those who supervise
     */
    @GetMapping
    List<ConversationView> list(
            Principal principal, @RequestParam(defaultValue = "me") String owner) {
        Login login = login(principal);
        return switch (owner) {
            case "me" -> desk.mine(login);
            case "queue" -> desk.queue();
            case "all" -> desk.all(login);
            default -> throw new IllegalArgumentException("owner must be me, queue or all");
        };
    }

    /**
     * Gives one conversation as it stands.
     *
     * @param id the conversation's
     */
    @GetMapping("/{id}")
    ConversationView one(Principal principal, @PathVariable String id) {
        return ConversationView.of(desk.look(login(principal), id));
    }

    /**
     * Gives what happened beside a conversation: events of business systems about its customer, and
     * what became of its tickets and return requests, oldest first, each as its {@code business}
     * frame had it. They were noted in the conversations that were known to be the customer's then.
     *
     * @param id the conversation's
     * @param before the {@code id} of a note: only earlier ones; left out: the latest
     * @param limit how many at most, 200 or less
     */
    @GetMapping("/{id}/notes")
    List<Notes.Note> notes(
            Principal principal,
            @PathVariable String id,
            @RequestParam(required = false) @Nullable UUID before,
            @RequestParam(defaultValue = "50") int limit) {
        return desk.notes(login(principal), id, before, limit);
    }

    /**
     * Gives what was said in a conversation.
     *
     * @param id the conversation's
     * @param after only messages with a greater number
     * @param before only messages with a smaller number
     * @param limit how many at most
     */
    @GetMapping("/{id}/messages")
    List<Message> messages(
            Principal principal,
            @PathVariable String id,
            @RequestParam(defaultValue = "-1") long after,
            @RequestParam(defaultValue = "9223372036854775807") long before,
            @RequestParam(defaultValue = "50") int limit) {
        return desk.history(login(principal), id, after, before, limit);
    }

    /**
     * Replies to the customer.
     *
     * @param id the conversation's
     */
    @PostMapping("/{id}/messages")
    AgentSpeech.Said reply(
            Principal principal, @PathVariable String id, @RequestBody JsonNode body) {
        return desk.reply(
                login(principal), id, AgentFrames.clientId(body), AgentFrames.content(body));
    }

    /**
     * Shows the customer's record, orders and shipments, each with its own state.
     *
     * @param id the conversation's
     */
    @GetMapping("/{id}/customer")
    Object customer(Principal principal, @PathVariable String id) {
        Conversation conversation = desk.look(login(principal), id);
        Map<String, String> who = new HashMap<>();
        who.put("channel", conversation.address().channel());
        who.put("account", conversation.address().account());
        who.put("user", conversation.address().user());
        if (conversation.attributes().containsKey("customer")) {
            who.put("customer", conversation.attributes().get("customer"));
        }
        Object panel = camel.requestBody("direct:customer-panel", who);
        codes.learn(
                conversation.address(),
                conversation.attributes().get("customer"),
                Json.MAPPER.valueToTree(panel).at("/customer/data"));
        return panel;
    }

    private Login login(Principal principal) {
        return directory
                .find(principal.getName())
                .orElseThrow(
                        () ->
                                new Refused(
                                        Refused.Code.NOT_YOURS,
                                        "You are not in the directory any more"));
    }

    @ExceptionHandler(Refused.class)
    ProblemDetail refused(Refused e) {
        HttpStatus status =
                switch (e.code()) {
                    case GONE -> HttpStatus.NOT_FOUND;
                    case NOT_YOURS -> HttpStatus.FORBIDDEN;
                    case STALE, FULL, UNREAD -> HttpStatus.CONFLICT;
                };
        ProblemDetail problem =
                ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
        problem.setTitle(AgentSocket.code(e.code()));
        return problem;
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ProblemDetail bad(MethodArgumentTypeMismatchException e) {
        return StaffApi.unfit(e);
    }

    @ExceptionHandler(IllegalArgumentException.class)
    ProblemDetail bad(IllegalArgumentException e) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
}
