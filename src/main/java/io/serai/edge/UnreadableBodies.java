package io.serai.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;

import io.serai.event.Json;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says where a body is wrong that could not be read; Spring says only that it could not be. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class UnreadableBodies {

    @ExceptionHandler(HttpMessageNotReadableException.class)
    ProblemDetail refused(HttpMessageNotReadableException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, where(e.getCause()));
    }

    /**
     * Nothing here takes forms; the container says only so that it stumbled over one. Every other
     * such exception goes on as it came.
     */
    @ExceptionHandler(IllegalStateException.class)
    ProblemDetail form(IllegalStateException e, HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null || !type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE)) {
            throw e;
        }
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Send application/json, and no form");
    }

    private static String where(@Nullable Throwable cause) {
        return switch (cause) {
            case JsonMappingException wrong
                    when wrong.getCause() instanceof Exact.UnknownField unknown ->
                    String.valueOf(unknown.getMessage());
            case JsonMappingException wrong ->
                    field(wrong) + " is of another shape than it must be";
            case JsonProcessingException wrong -> "The body is not JSON" + Json.place(wrong);
            case null, default -> "The body is missing, or is not JSON";
        };
    }

    private static String field(JsonMappingException wrong) {
        return wrong.getPath().isEmpty() || wrong.getPath().getFirst().getFieldName() == null
                ? "The body"
                : "\"" + wrong.getPath().getFirst().getFieldName() + "\"";
    }
}
