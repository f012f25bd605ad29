package io.serai.profile;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Json;
import io.serai.reload.BadFileException;

import org.apache.camel.CamelContext;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** The profile over a Camel, without HTTP. */
final class Asking implements AutoCloseable {

    static final Profile.Asker AGENT = new Profile.Asker("agent1", false);

    /** Needs a store, which is not there. */
    private static final String OWN_TICKETS = "direct:tickets.answers-by-customers";

    static final Path FILE = Path.of("customer.graphqls");

    final SchemaFolder schema;
    final Profile profile;
    private final Routes routes;

    Asking(CamelContext camel, Map<String, String> settings, Clock clock) {
        ProfileSettings bound = settings(settings);
        routes = new Routes(camel.createProducerTemplate(), bound.maxList(), clock);
        schema =
                new SchemaFolder(
                        bound,
                        new SchemaReader(
                                routes,
                                uri ->
                                        uri.equals(OWN_TICKETS)
                                                || ProfileConfiguration.isConsumed(camel, uri)));
        profile = new Profile(schema, bound, new SimpleMeterRegistry(), clock);
    }

    static ProfileSettings settings(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("serai.profile", ProfileSettings.class);
    }

    Asking shipped() throws IOException, BadFileException {
        schema.apply(Map.of(FILE, Files.readString(Path.of("config").resolve(FILE))));
        return this;
    }

    Asking with(String text) throws BadFileException {
        schema.apply(Map.of(FILE, text));
        return this;
    }

    JsonNode ask(String query) {
        return ask(query, Map.of());
    }

    JsonNode ask(String query, Map<String, Object> variables) {
        return json(profile.answer(new Request(query, null, variables, null), false, AGENT));
    }

    static JsonNode json(Reply reply) {
        return Json.MAPPER.valueToTree(reply.body());
    }

    @Override
    public void close() {
        routes.close();
    }
}
