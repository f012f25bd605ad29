package io.serai.reload;

import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** A real hub, reduced to edge and reload, over folders a test edits. */
final class Hub implements AutoCloseable {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Path home;
    private final Class<?>[] more;
    private String startWait = "30s"; // longer than any start on a busy machine

    @SuppressWarnings("NullAway.Init") // set by start()
    private ConfigurableApplicationContext context;

    Hub(Path home, Class<?>... more) {
        this.home = home;
        this.more = more;
    }

    /** How long a request waits for it while it starts. */
    Hub startWait(String time) {
        startWait = time;
        return this;
    }

    Hub start() {
        try {
            Files.createDirectories(home.resolve("routes"));
            Files.createDirectories(home.resolve("connectors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        SpringApplicationBuilder application = new SpringApplicationBuilder(Reduced.class);
        application.sources(more);
        context =
                application
                        .web(WebApplicationType.SERVLET)
                        .run(
                                "--spring.config.location=file:config/application.yaml",
                                "--server.port=0",
                                "--management.server.port=",
                                "--camel.main.name=" + home.getFileName(),
                                "--serai.edge.start-wait=" + startWait,
                                "--serai.reload.routes=" + home.resolve("routes"),
                                "--serai.reload.connectors=" + home.resolve("connectors"),
                                "--serai.reload.last-good=" + home.resolve("last-good"));
        return this;
    }

    /** Saves a file the way editors do: whole, by an atomic rename. */
    Hub save(String file, String text) throws IOException {
        Path target = home.resolve(file);
        Files.createDirectories(target.getParent());
        Path written = target.resolveSibling(target.getFileName() + "~");
        Files.writeString(written, text);
        Files.move(written, target, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    void delete(String file) throws IOException {
        Files.delete(home.resolve(file));
    }

    /** A direct route that answers. */
    static String answering(String id, String answer) {
        return """
        - route:
            id: %s
            description: Answers for a test.
            from:
              uri: direct:%s
              steps:
                - setBody:
                    constant: %s
        """
                .formatted(id, id, answer);
    }

    /** A route behind HTTP that answers. */
    static String serving(String id, String answer) {
        return answering(id, answer).replace("direct:" + id, "platform-http:/hooks/" + id);
    }

    /** The same for one HTTP method, under an id with its name. */
    static String serving(String id, String answer, String method) {
        return serving(id, answer)
                .replace("id: " + id, "id: " + id + "-" + method)
                .replace(
                        "      steps:",
                        "      parameters: {httpMethodRestrict: " + method + "}\n      steps:");
    }

    String ask(String route) {
        return context.getBean(ProducerTemplate.class)
                .requestBody("direct:" + route, "?", String.class);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    int status(String method, String path) throws IOException, InterruptedException {
        return send(method, path).statusCode();
    }

    private HttpResponse<String> send(String method, String path)
            throws IOException, InterruptedException {
        String port = context.getEnvironment().getProperty("local.server.port");
        URI uri = URI.create("http://localhost:" + port + path);
        return CLIENT.send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    CamelContext camel() {
        return context.getBean(CamelContext.class);
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** file:line message of each refused file, with paths below the test's folder. */
    List<String> refused() {
        return context.getBean(Refusals.class).all().stream()
                .map(Refusals.Refusal::problem)
                .map(problem -> (problem.place() + " " + problem.message()).replace(home + "/", ""))
                .toList();
    }

    @SuppressWarnings("unchecked") // the detail is written by ReloadHealth
    List<Map<String, Object>> health() {
        var health = context.getBean(ReloadHealth.class).health();
        assert health.getStatus().equals(Status.UP);
        return (List<Map<String, Object>>) health.getDetails().get("refused");
    }

    /** Waits for an edit to be live: the promise is two seconds, a busy build machine gets more. */
    static ConditionFactory soon() {
        return Awaitility.await().pollInterval(Duration.ofMillis(20)).ignoreExceptions();
    }

    static void soon(Callable<Boolean> holds) {
        soon().until(holds);
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(
            exclude = {
                DataSourceAutoConfiguration.class,
                FlywayAutoConfiguration.class,
                SecurityAutoConfiguration.class,
                SecurityFilterAutoConfiguration.class,
                UserDetailsServiceAutoConfiguration.class,
                ManagementWebSecurityAutoConfiguration.class
            })
    @ComponentScan(basePackages = {"io.serai.reload", "io.serai.edge"})
    @ConfigurationPropertiesScan(basePackages = {"io.serai.reload", "io.serai.edge"})
    static class Reduced {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }
}
