package io.serai.ops;

import io.serai.bus.Arrival;
import io.serai.conversation.Refused;
import io.serai.event.Message;
import io.serai.event.Owner;
import io.serai.security.Directory;
import io.serai.security.Role;
import io.serai.store.Conversation;
import io.serai.store.Conversations;
import io.serai.store.DeadLetter;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.security.Principal;
import java.util.List;

/**
 * The desk for dead letters: what the flow could not handle, for integrators and supervisors to
 * look at and to put through again once the fault is mended.
 */
@RestController
@RequestMapping(path = "/api/v1/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
class DeadLetterDesk {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterDesk.class);
    private static final int LONGEST = 500;
    private static final String LETTER = "letter";

    private final Conversations conversations;
    private final Directory directory;
    private final ProducerTemplate camel;

    DeadLetterDesk(Conversations conversations, Directory directory, ProducerTemplate camel) {
        this.conversations = conversations;
        this.directory = directory;
        this.camel = camel;
    }

    /**
     * What a replay led to.
     *
     * @param conversation the message's conversation
     * @param owner who has it now
     */
    record Replayed(String conversation, Owner owner) {}

    /**
     * Lists what could not be handled, the latest first.
     *
     * @param limit how many at most, up to 500
     */
    @GetMapping
    List<DeadLetter> list(Principal principal, @RequestParam(defaultValue = "100") int limit) {
        admit(principal);
        return conversations.deadLetters(Math.clamp(limit, 1, LONGEST));
    }

    /**
     * Puts one through the flow again.
     *
     * @param id the dead letter's
     */
    @PostMapping("/{id}/replay")
    Replayed replay(Principal principal, @PathVariable String id) {
        admit(principal);
        DeadLetter letter = conversations.deadLetter(id).orElseThrow(DeadLetterDesk::gone);
        if (letter.replayed() != null) {
            throw new Refused(Refused.Code.STALE, "It was replayed already");
        }
        Conversation conversation =
                conversations.find(letter.conversation()).orElseThrow(DeadLetterDesk::gone);
        Message message =
                conversations
                        .message(letter.conversation(), letter.seq())
                        .orElseThrow(DeadLetterDesk::gone);
        log.info("{} replays dead letter {}", principal.getName(), id);
        Conversation after = replay(id, new Arrival(conversation, message, false));
        return new Replayed(after.id(), after.owner());
    }

    private Conversation replay(String letter, Arrival arrival) {
        try {
            return camel.requestBodyAndHeader(
                    "direct:replay", arrival, LETTER, letter, Conversation.class);
        } catch (CamelExecutionException e) {
            throw e.getCause() instanceof Refused refused ? refused : e;
        }
    }

    private void admit(Principal principal) {
        boolean admitted =
                directory
                        .find(principal.getName())
                        .map(login -> login.is(Role.INTEGRATOR, Role.SUPERVISOR, Role.ADMIN))
                        .orElse(false);
        if (!admitted) {
            throw new Refused(
                    Refused.Code.NOT_YOURS, "Dead letters are for integrators and supervisors");
        }
    }

    private static Refused gone() {
        return new Refused(Refused.Code.GONE, "There is no such dead letter");
    }

    @ExceptionHandler(Refused.class)
    ProblemDetail refused(Refused e) {
        HttpStatus status =
                switch (e.code()) {
                    case GONE -> HttpStatus.NOT_FOUND;
                    case NOT_YOURS -> HttpStatus.FORBIDDEN;
                    case STALE, FULL, UNREAD -> HttpStatus.CONFLICT;
                };
        return ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
    }

    @ExceptionHandler(CamelExecutionException.class)
    ProblemDetail failed(CamelExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        log.error("A replay failed: {}", cause.getClass().getSimpleName());
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_GATEWAY,
                "It failed again with "
                        + cause.getClass().getSimpleName()
                        + " and can be replayed once that is mended");
    }
}
