package io.serai.gateway;

import io.serai.reload.BadFileException;
import io.serai.reload.ExpandedRoutes;
import io.serai.reload.LiveFolder;

import org.springframework.core.env.PropertyResolver;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * REST systems in the short form, {@code integrations:} in {@code config/integrations*.yaml}: each
 * becomes a system, and the routes one would write for it. A file that is wrong changes nothing.
 */
final class Integrations implements LiveFolder, ExpandedRoutes {

    private final Path folder;
    private final Systems systems;
    private final PropertyResolver environment;
    private volatile Map<String, IntegrationRoutes> inForce = Map.of();
    private int revision;

    Integrations(Path folder, Systems systems, PropertyResolver environment) {
        this.folder = folder;
        this.systems = systems;
        this.environment = environment;
    }

    @Override
    public String name() {
        return "integrations";
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public String pattern() {
        return "integrations*.{yaml,yml}";
    }

    @Override
    public void apply(Map<Path, String> files) throws BadFileException {
        Map<String, Integration> wanted = new TreeMap<>();
        for (Map.Entry<Path, String> file : files.entrySet()) {
            for (Integration integration :
                    new IntegrationFile(file.getKey(), environment)
                            .read(file.getValue())
                            .values()) {
                add(wanted, integration);
            }
        }
        become(wanted);
    }

    private void add(Map<String, Integration> wanted, Integration integration)
            throws BadFileException {
        String name = integration.name();
        if (systems.isSet(name)) {
            throw new BadFileException(
                    integration.file(),
                    0,
                    "'%s' is a system of serai.systems already: give this one another name"
                            .formatted(name));
        }
        Integration other = wanted.putIfAbsent(name, integration);
        if (other != null) {
            IntegrationRoutes known = inForce.get(name);
            boolean isKnown =
                    known != null && known.integration().file().equals(integration.file());
            throw new BadFileException(
                    isKnown ? other.file() : integration.file(),
                    0,
                    "'%s' also stands in %s: keep one"
                            .formatted(name, isKnown ? integration.file() : other.file()));
        }
    }

    private void become(Map<String, Integration> wanted) {
        Map<String, IntegrationRoutes> next = new TreeMap<>();
        for (Integration integration : wanted.values()) {
            IntegrationRoutes before = inForce.get(integration.name());
            if (before != null && before.integration().equals(integration)) {
                next.put(integration.name(), before);
            } else {
                systems.put(integration.name(), integration.settings());
                next.put(integration.name(), new IntegrationRoutes(integration, ++revision));
            }
        }
        inForce.keySet().stream().filter(name -> !next.containsKey(name)).forEach(systems::remove);
        inForce = next;
    }

    /** Those in force, by name. */
    Map<String, IntegrationRoutes> inForce() {
        return inForce;
    }

    @Override
    public Map<Path, String> routes() {
        Map<Path, String> texts = new LinkedHashMap<>();
        inForce.forEach(
                (name, routes) -> {
                    if (routes.integration().operations().isEmpty()) {
                        return; // its connections are for routes written by hand
                    }
                    // Says which entry of which file it is, for whom a problem with it is told.
                    Path file = folder.resolve(routes.integration().file());
                    texts.put(file.resolve(name + ".camel.yaml"), routes.text());
                });
        return texts;
    }

    @Override
    public Map<String, String> connections() {
        Map<String, String> revisions = new TreeMap<>();
        inForce.forEach((name, routes) -> revisions.put(name, name + " " + routes.revision()));
        return revisions;
    }
}
