package io.serai.profile;

import io.serai.event.Json;
import io.serai.profile.Reply.Kind;
import io.serai.security.Role;
import io.serai.security.Session;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Map;

/**
 * {@code /graphql}, by the GraphQL-over-HTTP draft: POST with JSON, and GET, from which no other
 * site's page can profit. The edge has let in only those who are logged in.
 */
@RestController
final class ProfileApi {

    private static final int PARTIAL = 294;

    private final Profile profile;
    private final ProfileSettings settings;

    ProfileApi(Profile profile, ProfileSettings settings) {
        this.profile = profile;
        this.settings = settings;
    }

    /** Answers a query for what all systems know of customers. */
    @RequestMapping("/graphql")
    ResponseEntity<byte[]> graphql(HttpServletRequest http, @Nullable Principal principal)
            throws IOException {
        boolean get = HttpMethod.GET.matches(http.getMethod());
        if (!get && !HttpMethod.POST.matches(http.getMethod())) {
            return refuse(
                    HttpStatus.METHOD_NOT_ALLOWED, "Send POST, or GET", MediaType.APPLICATION_JSON);
        }
        MediaType type = GraphQlMedia.accepted(http.getHeader(HttpHeaders.ACCEPT));
        if (type == null) {
            return refuse(
                    HttpStatus.NOT_ACCEPTABLE,
                    "Accept " + GraphQlMedia.RESPONSE + " or application/json",
                    MediaType.APPLICATION_JSON);
        }
        if (get && !Foreign.isExcluded(http)) {
            return refuse(
                    HttpStatus.FORBIDDEN,
                    "A GET needs a Bearer token, or the header GraphQL-Require-Preflight",
                    MediaType.APPLICATION_JSON);
        }
        if (!get && !GraphQlMedia.isJson(http.getContentType())) {
            return refuse(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Send application/json in UTF-8",
                    MediaType.APPLICATION_JSON);
        }
        try {
            Request request =
                    get
                            ? Request.of(http.getParameterMap())
                            : Request.of(http.getInputStream().readAllBytes());
            Reply reply = profile.answer(request, get, asker(principal));
            return write(status(reply.kind(), type), type, reply.body());
        } catch (Request.Malformed e) {
            return refuse(HttpStatus.BAD_REQUEST, e.rule(), type);
        }
    }

    /** The whole schema is for those who write queries and routes. */
    private static Profile.Asker asker(@Nullable Principal principal) {
        return principal instanceof Session session
                ? new Profile.Asker(
                        session.getName(), session.login().is(Role.INTEGRATOR, Role.ADMIN))
                : new Profile.Asker(null, false);
    }

    /** With plain JSON, whose status says nothing of GraphQL, all that could be read is a 200. */
    private int status(Kind kind, MediaType type) {
        boolean draft = settings.draftStatuses();
        boolean graphql = type.equals(GraphQlMedia.RESPONSE_TYPE);
        return switch (kind) {
            case NOT_BY_GET -> 405;
            case NOT_READY -> 503;
            case COMPLETE, UNKNOWN_HASH -> 200;
            case PARTIAL -> draft && graphql ? PARTIAL : 200;
            case UNREADABLE -> graphql ? 400 : 200;
            case REFUSED -> graphql ? (draft ? 422 : 400) : 200;
        };
    }

    private static ResponseEntity<byte[]> refuse(HttpStatus status, String why, MediaType type) {
        return write(status.value(), type, Reply.refused(Refused.BAD_INPUT, why).body());
    }

    private static ResponseEntity<byte[]> write(
            int status, MediaType type, Map<String, Object> body) {
        ResponseEntity.BodyBuilder reply =
                ResponseEntity.status(status)
                        .contentType(new MediaType(type, StandardCharsets.UTF_8))
                        .header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (status == HttpStatus.METHOD_NOT_ALLOWED.value()) {
            reply.allow(HttpMethod.POST, HttpMethod.GET);
        }
        return reply.body(Json.write(body).getBytes(StandardCharsets.UTF_8));
    }
}
