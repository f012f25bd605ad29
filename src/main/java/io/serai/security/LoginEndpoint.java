package io.serai.security;

import io.micrometer.core.instrument.MeterRegistry;
import io.serai.edge.EdgeSettings;
import io.serai.edge.Problem;
import io.serai.edge.RateLimit;
import io.serai.edge.RateLimits;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Logging in and out, as docs/protocol.md describes it. */
@RestController
@RequestMapping("/api/v1")
class LoginEndpoint {

    private static final Logger AUDIT = LoggerFactory.getLogger("io.serai.audit");
    private static final Problem WRONG =
            new Problem(401, "Not logged in", "The login or the password is wrong.");
    private static final Problem TOO_MANY =
            new Problem(429, "Too many attempts", "Try again after the seconds given.");
    private static final Problem FOREIGN =
            new Problem(403, "Another site's page", "Log in and out on the hub's own page.");
    private static final Problem UNREADABLE =
            new Problem(400, "Bad request", "Send JSON: {\"username\":…,\"password\":…}.");

    private final Passwords passwords;
    private final Directory directory;
    private final Tokens tokens;
    private final RateLimit ofAccount;
    private final RateLimit ofSource;
    private final RateLimit linesOfThrottled = new RateLimit(new EdgeSettings.Rate(1 / 60.0, 1));
    private final MeterRegistry metrics;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    LoginEndpoint(
            Passwords passwords,
            Directory directory,
            Tokens tokens,
            RateLimits limits,
            MeterRegistry metrics,
            ApplicationEventPublisher events,
            Clock clock) {
        this.passwords = passwords;
        this.directory = directory;
        this.tokens = tokens;
        this.ofAccount = limits.named("login");
        this.ofSource = limits.named("login-source");
        this.metrics = metrics;
        this.events = events;
        this.clock = clock;
    }

    record Credentials(@Nullable String username, @Nullable String password) {

        @Override
        public String toString() {
            return "Credentials"; // never the password
        }
    }

    record User(String login, String name, List<String> roles) {

        static User of(Login login) {
            return new User(
                    login.login(),
                    login.name(),
                    login.roles().stream()
                            .map(role -> role.name().toLowerCase(Locale.ROOT))
                            .sorted()
                            .toList());
        }
    }

    record Granted(String token, User user, Instant expires) {}

    /** Whose password is guessed, and by whom. */
    private record Attempt(String login, Object source) {

        static Attempt of(String username, HttpServletRequest request) {
            return new Attempt(
                    username.length() > Passwords.LONGEST ? "" : username,
                    RateLimits.source(InetAddress.ofLiteral(request.getRemoteAddr())));
        }
    }

    /** Logs in: gives a token, and sets the cookie for browsers. */
    @PostMapping(path = "/login", produces = MediaType.APPLICATION_JSON_VALUE)
    @Nullable Granted login(
            @RequestBody Credentials credentials,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        String username = credentials.username();
        String password = credentials.password();
        if (SameOrigin.denied(request)) {
            FOREIGN.write(response);
            return null;
        }
        if (username == null || password == null) {
            UNREADABLE.write(response);
            return null;
        }
        Attempt attempt = Attempt.of(username, request);
        long wait = ofSource.take(attempt.source());
        if (wait == 0) { // else a stranger could have names without end remembered
            wait = ofAccount.take(attempt);
        }
        if (wait > 0) {
            count("throttled");
            if (linesOfThrottled.take(attempt.source()) == 0) {
                audit(username, request, "throttled");
            }
            response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(wait));
            TOO_MANY.write(response);
            return null;
        }
        Optional<Login> login = passwords.check(username, password);
        if (login.isEmpty()) {
            count("refused");
            audit(username, request, "refused");
            WRONG.write(response);
            return null;
        }
        ofSource.giveBack(attempt.source());
        ofAccount.giveBack(attempt);
        count("accepted");
        audit(username, request, "accepted");
        return grant(login.get(), request, response);
    }

    private Granted grant(Login login, HttpServletRequest request, HttpServletResponse response) {
        String token = tokens.issueSession(login.login());
        Duration lifetime = tokens.sessionLifetime();
        setCookie(token, lifetime, request, response);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return new Granted(token, User.of(login), clock.instant().plus(lifetime));
    }

    /** Ends the session; whoever has none is as logged out as can be. */
    @PostMapping("/logout")
    void logout(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String bearer = SessionFilter.bearer(request);
        if (bearer == null && SameOrigin.denied(request)) {
            FOREIGN.write(response);
            return;
        }
        String token = bearer != null ? bearer : SessionFilter.cookie(request);
        if (token != null) {
            tokens.endSession(token)
                    .ifPresent(login -> events.publishEvent(new SessionEnded(login)));
        }
        setCookie("", Duration.ZERO, request, response);
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    /** Says who is logged in. */
    @GetMapping("/me")
    User me(@AuthenticationPrincipal Login login) {
        return User.of(login);
    }

    private static void setCookie(
            String value, Duration age, HttpServletRequest request, HttpServletResponse response) {
        ResponseCookie cookie =
                ResponseCookie.from(SessionFilter.COOKIE, value)
                        .httpOnly(true)
                        .sameSite("Strict")
                        .secure(request.isSecure())
                        .path("/")
                        .maxAge(age)
                        .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    private void count(String outcome) {
        metrics.counter("serai.logins", "outcome", outcome).increment();
    }

    /** Only names a login that exists: a wrong one may well be a password typed too early. */
    private void audit(String username, HttpServletRequest request, String outcome) {
        AUDIT.info(
                "Login of {} from {} {}",
                directory.find(username).map(Login::login).orElse("(unknown)"),
                request.getRemoteAddr(),
                outcome);
    }
}
