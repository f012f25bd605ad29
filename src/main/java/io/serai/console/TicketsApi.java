package io.serai.console;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.conversation.Refused;
import io.serai.security.Directory;
import io.serai.security.Login;
import io.serai.ticket.Priority;
import io.serai.ticket.Ticket;
import io.serai.ticket.TicketStatus;
import io.serai.ticket.Tickets;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.security.Principal;
import java.util.Arrays;
import java.util.List;

/**
 * Tickets, for agents: those of conversations they may see, and those they work on. Supervisors see
 * all.
 */
@RestController
@RequestMapping(path = "/api/v1/tickets", produces = MediaType.APPLICATION_JSON_VALUE)
class TicketsApi extends StaffApi {

    private static final List<TicketStatus> OPEN =
            List.of(TicketStatus.NEW, TicketStatus.OPEN, TicketStatus.PENDING);

    private final Tickets tickets;
    private final Desk desk;

    TicketsApi(Tickets tickets, Desk desk, Directory directory) {
        super(directory);
        this.tickets = tickets;
        this.desk = desk;
    }

    /** A ticket with what was said about it, the oldest first. */
    record Whole(Ticket ticket, List<Ticket.Comment> comments) {}

    /** Lists the tickets of a conversation. */
    @GetMapping(params = "conversation")
    List<Ticket> ofConversation(Principal principal, @RequestParam String conversation) {
        desk.look(login(principal), conversation);
        return tickets.ofConversations(List.of(conversation));
    }

    /** One's own, the open ones unless statuses are named; for supervisors anybody's. */
    @GetMapping(params = "!conversation")
    List<Ticket> list(
            Principal principal,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String assignee,
            @RequestParam(defaultValue = "50") int limit) {
        Login login = login(principal);
        List<TicketStatus> statuses =
                status == null
                        ? OPEN
                        : Arrays.stream(status.split(",")).map(TicketStatus::of).toList();
        return tickets.list(statuses, Desk.isSupervising(login) ? assignee : login.login(), limit);
    }

    /** Shows a ticket with what was said about it. */
    @GetMapping("/{id}")
    Whole ticket(Principal principal, @PathVariable String id) {
        return whole(visible(login(principal), id));
    }

    /** Opens a ticket from a conversation. */
    @PostMapping
    Whole open(Principal principal, @RequestBody JsonNode body) {
        Login login = login(principal);
        String conversation = AgentFrames.text(body, "conversation");
        desk.look(login, conversation);
        String kind = text(body, "kind");
        String priority = text(body, "priority");
        return whole(
                tickets.open(
                        login.login(),
                        new Tickets.Wish(
                                text(body, "id"),
                                conversation,
                                kind == null ? "question" : kind,
                                AgentFrames.text(body, "subject"),
                                priority == null ? Priority.NORMAL : Priority.of(priority),
                                assignee(body),
                                text(body, "text"))));
    }

    /** Changes what is given, and leaves the rest. */
    @PatchMapping("/{id}")
    Whole change(Principal principal, @PathVariable String id, @RequestBody JsonNode body) {
        Login login = login(principal);
        Ticket ticket = visible(login, id);
        String status = text(body, "status");
        String priority = text(body, "priority");
        return whole(
                tickets.change(
                        login.login(),
                        ticket.id(),
                        new Tickets.Patch(
                                text(body, "subject"),
                                status == null ? null : TicketStatus.of(status),
                                priority == null ? null : Priority.of(priority),
                                assignee(body))));
    }

    /** Says something about a ticket, to colleagues only. */
    @PostMapping("/{id}/comments")
    Whole comment(Principal principal, @PathVariable String id, @RequestBody JsonNode body) {
        Login login = login(principal);
        Ticket ticket = visible(login, id);
        return whole(
                tickets.comment(
                        login.login(),
                        ticket.id(),
                        text(body, "id"),
                        AgentFrames.text(body, "text")));
    }

    private Whole whole(Ticket ticket) {
        return new Whole(ticket, tickets.comments(ticket.id()));
    }

    private Ticket visible(Login login, String id) {
        Ticket ticket =
                tickets.find(id)
                        .orElseThrow(
                                () ->
                                        new Refused(
                                                Refused.Code.GONE,
                                                "There is no such ticket, or it is not yours"));
        if (!login.login().equals(ticket.assignee())) {
            desk.look(login, ticket.conversation());
        }
        return ticket;
    }

    private @Nullable String assignee(JsonNode body) {
        if (!body.has("assignee")) {
            return null;
        }
        String assignee = text(body, "assignee");
        if (assignee == null) {
            return "";
        }
        if (!assignee.isEmpty() && staff(assignee).isEmpty()) {
            throw new IllegalArgumentException(
                    "\"assignee\" must be the login of somebody who sees tickets");
        }
        return assignee;
    }
}
