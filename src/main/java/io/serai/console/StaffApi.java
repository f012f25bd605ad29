package io.serai.console;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.conversation.Refused;
import io.serai.security.Directory;
import io.serai.security.Login;
import io.serai.security.Role;
import io.serai.store.Refusal;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

import java.security.Principal;
import java.util.Optional;
import java.util.stream.Stream;

/** What all REST controllers for staff do alike: who calls, and how a refusal is told. */
abstract class StaffApi {

    private final Directory directory;

    StaffApi(Directory directory) {
        this.directory = directory;
    }

    /**
     * Who calls.
     *
     * @throws AccessDeniedException if it is nobody of the staff
     */
    final Login login(Principal principal) {
        return staff(principal.getName())
                .orElseThrow(() -> new AccessDeniedException("Only staff may do that"));
    }

    /** Somebody of the staff. */
    final Optional<Login> staff(String login) {
        return directory.find(login).filter(it -> it.is(Role.AGENT, Role.SUPERVISOR, Role.ADMIN));
    }

    /** A field of the body; null if it is left out. */
    static @Nullable String text(JsonNode body, String field) {
        if (body.hasNonNull(field) && !body.path(field).isTextual()) {
            throw new IllegalArgumentException("\"" + field + "\" must be a text");
        }
        return body.path(field).textValue();
    }

    /** What stands in a list of the body; nothing if it is left out. */
    static Stream<JsonNode> list(JsonNode body, String field) {
        if (body.hasNonNull(field) && !body.path(field).isArray()) {
            throw new IllegalArgumentException("\"" + field + "\" must be a list");
        }
        return body.path(field).valueStream();
    }

    @ExceptionHandler(Refused.class)
    final ProblemDetail refused(Refused e) {
        return problem(HttpStatus.NOT_FOUND, e);
    }

    @ExceptionHandler(Refusal.class)
    final ProblemDetail refused(Refusal e) {
        return problem(
                e.because() == Refusal.Because.GONE ? HttpStatus.NOT_FOUND : HttpStatus.CONFLICT,
                e);
    }

    @ExceptionHandler(IllegalArgumentException.class)
    final ProblemDetail bad(IllegalArgumentException e) {
        return problem(HttpStatus.BAD_REQUEST, e);
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    final ProblemDetail bad(MethodArgumentTypeMismatchException e) {
        return unfit(e);
    }

    /** Its cause is an illegal argument too, but does not know the parameter's name. */
    static ProblemDetail unfit(MethodArgumentTypeMismatchException e) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST, "\"" + e.getName() + "\" cannot be what was given");
    }

    static ProblemDetail problem(HttpStatus status, RuntimeException e) {
        return ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
    }
}
