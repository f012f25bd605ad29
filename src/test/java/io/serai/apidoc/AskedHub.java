package io.serai.apidoc;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.Caller;
import io.serai.HubProcess;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import javax.management.ObjectName;
import javax.management.remote.JMXConnector;

/** A running hub, and an integrator who asks it. */
final class AskedHub {

    /** What only who was asked needs. */
    private static final Pattern LATER =
            Pattern.compile(
                    "(org\\.springdoc|io\\.swagger\\.v3|com\\.github\\.therapi)\\.[\\w.$]+");

    private final HubProcess hub;
    private final Path folder;
    private final Caller integrator;

    AskedHub(HubProcess hub, Path folder) {
        this.hub = hub;
        this.folder = folder;
        this.integrator = Caller.staff(hub, "integrator");
    }

    Caller integrator() {
        return integrator;
    }

    List<String> loaded() throws Exception {
        try (JMXConnector jmx = hub.jmx()) {
            Object classes =
                    jmx.getMBeanServerConnection()
                            .invoke(
                                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                    "vmClassloaders",
                                    new Object[] {new String[] {"show-classes"}},
                                    new String[] {String[].class.getName()});
            return LATER.matcher(String.valueOf(classes))
                    .results()
                    .map(it -> it.group())
                    .distinct()
                    .toList();
        }
    }

    JsonNode openApi() {
        return integrator.get("/openapi.json");
    }

    Path written(String path) throws Exception {
        return Files.writeString(
                folder.resolve(path.substring(1)), integrator.send("GET", path).body());
    }
}
