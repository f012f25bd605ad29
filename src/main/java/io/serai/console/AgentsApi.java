package io.serai.console;

import io.serai.assignment.Presence;
import io.serai.security.Directory;
import io.serai.security.Login;
import io.serai.security.Role;

import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The colleagues, for whoever wants to hand a conversation on. */
@RestController
class AgentsApi {

    private final Directory directory;
    private final Presence presence;

    AgentsApi(Directory directory, Presence presence) {
        this.directory = directory;
        this.presence = presence;
    }

    /**
     * One of them.
     *
     * @param presence {@code online}, {@code away} or {@code offline}, as they said last
     * @param connected whether they have a console open; who has none gets nothing
     */
    record Colleague(
            String login, String name, List<String> skills, String presence, boolean connected) {}

    /** Everybody who answers customers, in the order of the settings. */
    @GetMapping(path = "/api/v1/agents", produces = MediaType.APPLICATION_JSON_VALUE)
    List<Colleague> agents(Principal principal) {
        boolean staff =
                directory
                        .find(principal.getName())
                        .filter(login -> login.is(Role.AGENT, Role.SUPERVISOR, Role.ADMIN))
                        .isPresent();
        if (!staff) {
            throw new AccessDeniedException("Only staff see their colleagues");
        }
        Map<String, Presence.Known> known = presence.all();
        return directory.all().stream()
                .filter(login -> login.is(Role.AGENT))
                .map(login -> colleague(login, known.getOrDefault(login.login(), Presence.NEVER)))
                .toList();
    }

    private static Colleague colleague(Login login, Presence.Known known) {
        return new Colleague(
                login.login(),
                login.name(),
                login.skills(),
                known.state().name().toLowerCase(Locale.ROOT),
                known.connected());
    }
}
