package io.serai.ops;

import io.serai.security.Directory;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.stereotype.Component;

import java.util.stream.Collectors;

/** Says where everything is once the hub is ready. */
@Component
class StartBanner {

    private static final Logger log = LoggerFactory.getLogger(StartBanner.class);

    private final Environment environment;
    private final Directory directory;

    StartBanner(Environment environment, Directory directory) {
        this.environment = environment;
        this.directory = directory;
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        double seconds = event.getTimeTaken() == null ? 0 : event.getTimeTaken().toMillis() / 1e3;
        log.info("{}", text(seconds));
    }

    String text(double seconds) {
        String hub = url("local.server.port", "server.port");
        String ops =
                url("local.management.port", "management.server.port")
                        + environment.getProperty(
                                "management.endpoints.web.base-path", "/actuator");
        StringBuilder text = new StringBuilder("\n\n");
        text.append("  Serai is open (%.1f s).%n%n".formatted(seconds));
        line(text, "Console", hub + "/");
        if (environment.acceptsProfiles(Profiles.of("sandbox"))) {
            line(text, "Sandbox", hub + "/sandbox");
            String logins =
                    directory.all().stream()
                            .map(login -> login.login())
                            .collect(Collectors.joining(", "));
            line(text, "Logins", logins + "; password: sandbox");
        }
        line(text, "Health", ops + "/health");
        line(text, "Metrics", ops + "/metrics");
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("    %-8s %s%n".formatted(name, value));
    }

    private String url(String bound, String configured) {
        return "http://localhost:"
                + environment.getProperty(bound, environment.getProperty(configured, "8080"));
    }
}
