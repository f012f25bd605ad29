package io.serai.apidoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.serai.HubProcess;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import javax.management.ObjectName;
import javax.management.remote.JMXConnector;

/** A running hub, and an integrator who asks it. */
final class AskedHub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What only who was asked needs. */
    private static final Pattern LATER =
            Pattern.compile(
                    "(org\\.springdoc|io\\.swagger\\.v3|com\\.github\\.therapi)\\.[\\w.$]+");

    private final HttpClient http = HttpClient.newHttpClient();
    private final HubProcess hub;
    private final Path folder;
    private final String integrator;

    AskedHub(HubProcess hub, Path folder) {
        this.hub = hub;
        this.folder = folder;
        this.integrator = Described.login(hub, "integrator");
    }

    String integrator() {
        return integrator;
    }

    @Override
    public void close() {
        http.close();
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
        return Described.get(hub, "/openapi.json", integrator);
    }

    Path written(String path) throws Exception {
        return Files.writeString(
                folder.resolve(path.substring(1)), answer(path, integrator).body());
    }

    JsonNode json(String path, String token) {
        return Described.get(hub, path, token);
    }

    int status(String path, String token) throws Exception {
        return answer(path, token).statusCode();
    }

    HttpResponse<String> answer(String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(hub.hub(path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonNode post(String path, String token, String body, int status) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(hub.hub(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> answer =
                http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body());
    }
}
