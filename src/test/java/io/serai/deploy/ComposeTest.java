package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.convert.DurationStyle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** docker-compose.yml and what it mounts, as far as it can be known without a container engine. */
class ComposeTest {

    private static final Path FILE = Path.of("docker-compose.yml");
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{(\\w+)(:[-?])?([^}]*)}");
    private static final Set<String> HUBS = Set.of("hub-1", "hub-2");

    private static JsonNode compose;

    @BeforeAll
    static void read() {
        compose = Documents.of(FILE);
    }

    @Test
    void isWhatTheComposeSpecificationAllows() {
        assertThat(problems(compose)).isEmpty();
    }

    @Test
    void theSchemaWouldSeeAWrongWord() {
        JsonNode wrong = Documents.all("services: {a: {image: b, helthcheck: {}}}").getFirst();

        assertThat(problems(wrong)).isNotEmpty();
    }

    @Test
    void everyVariableOfAHubIsASettingItKnows() {
        KnownSettings known = new KnownSettings();

        for (String hub : HUBS) {
            service(hub)
                    .path("environment")
                    .fieldNames()
                    .forEachRemaining(
                            name -> assertThat(known.has(name)).as("%s of %s", name, hub).isTrue());
        }
        assertThat(known.has("SERAI_STORE_URI")).isFalse();
    }

    @Test
    void theHubsDifferInNameDataAndOpsPortOnly() {
        Map<String, JsonNode> hubs = new HashMap<>();
        for (String hub : HUBS) {
            String same = service(hub).toString().replace(hub, "hub");
            hubs.put(same.replaceAll("127\\.0\\.0\\.1:\\d+:9876", "ops:9876"), service(hub));
        }

        assertThat(hubs).hasSize(1);
    }

    @Test
    void noPasswordHasADefaultAndEachThatIsMissingIsNamed() {
        List<String> secrets = new ArrayList<>();
        Matcher use = VARIABLE.matcher(Documents.text(FILE));
        while (use.find()) {
            if (use.group(1).matches(".*(PASSWORD|SECRET).*")) {
                secrets.add(use.group(1));
                // Grafana's is checked by its own entry point: it is not needed without the
                // profile.
                if (use.group(1).equals("GRAFANA_PASSWORD")) {
                    assertThat(use.group(3)).isEmpty();
                } else {
                    assertThat(use.group(2)).as(use.group(1)).isEqualTo(":?");
                    assertThat(use.group(3)).contains("deploy/env.example");
                }
            }
        }

        assertThat(secrets)
                .contains("SERAI_STORE_PASSWORD", "SERAI_REDIS_PASSWORD", "SERAI_SECURITY_SECRET");
        assertThat(service("grafana").path("entrypoint").toString())
                .contains("GF_SECURITY_ADMIN_PASSWORD:?");
    }

    @Test
    void theExampleNamesEveryVariableAndGivesNoSecretAway() throws IOException {
        Map<String, String> example = new HashMap<>();
        for (String line : Files.readAllLines(Path.of("deploy/env.example"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                example.put(
                        line.substring(0, line.indexOf('=')),
                        line.substring(line.indexOf('=') + 1));
            }
        }
        Set<String> used = new TreeSet<>();
        Matcher use = VARIABLE.matcher(Documents.text(FILE));
        while (use.find()) {
            used.add(use.group(1));
        }
        used.remove("SERAI_VERSION"); // which image: for whoever publishes one

        assertThat(example.keySet()).containsExactlyInAnyOrderElementsOf(used);
        example.forEach(
                (name, value) -> {
                    if (name.matches(".*(PASSWORD|SECRET)")) {
                        assertThat(value).as(name).isEmpty();
                    }
                });
    }

    @Test
    void whatIsMountedIsThereAndReadOnly() {
        List<String> mounts = new ArrayList<>();
        for (JsonNode service : compose.path("services")) {
            service.path("volumes").forEach(volume -> mounts.add(volume.asText()));
        }
        List<String> files = mounts.stream().filter(it -> it.startsWith("./")).toList();
        List<String> volumes = mounts.stream().filter(it -> !it.startsWith("./")).toList();

        assertThat(files).isNotEmpty().allMatch(it -> it.endsWith(":ro"));
        assertThat(files).allMatch(it -> Files.exists(Path.of(it.split(":")[0])));
        Set<String> declared = new TreeSet<>();
        compose.path("volumes").fieldNames().forEachRemaining(declared::add);
        assertThat(volumes.stream().map(it -> it.split(":")[0]))
                .containsExactlyInAnyOrderElementsOf(declared);
    }

    @Test
    void everyEngineIsPinnedHealthyBeforeTheHubsAndOutOfReachFromOutside() {
        for (String engine : List.of("postgres", "kafka", "redis")) {
            JsonNode service = service(engine);
            assertThat(service.path("image").asText()).matches("[a-z/]+:\\d+\\.\\d+.*");
            assertThat(service.path("healthcheck").path("test").isMissingNode()).isFalse();
            assertThat(service.path("ports").isMissingNode()).as(engine).isTrue();
            assertThat(service.path("networks").toString()).isEqualTo("[\"engines\"]");
            for (String hub : HUBS) {
                assertThat(service(hub).at("/depends_on/" + engine + "/condition").asText())
                        .isEqualTo("service_healthy");
            }
        }
        assertThat(compose.at("/networks/engines/internal").asBoolean()).isTrue();
    }

    @Test
    void onlyTheBalancerIsOpenToOthers() {
        compose.path("services")
                .properties()
                .forEach(
                        service ->
                                service.getValue()
                                        .path("ports")
                                        .forEach(
                                                port -> {
                                                    if (!service.getKey().equals("nginx")) {
                                                        assertThat(port.asText())
                                                                .startsWith("127.0.0.1:");
                                                    }
                                                }));
    }

    @Test
    void theHubBelievesTheBalancerAndNobodyElse() {
        String balancer = service("nginx").at("/networks/edge/ipv4_address").asText();

        assertThat(balancer).isNotEmpty();
        for (String hub : HUBS) {
            assertThat(service(hub).at("/environment/SERAI_EDGE_TRUSTEDPROXIES").asText())
                    .isEqualTo(balancer);
        }
    }

    /**
     * What is sent into a connection that the hub is just closing is a 502 where it may not be
     * repeated.
     */
    @Test
    void theHubKeepsAnIdleConnectionLongerThanNginxDoes() {
        int nginx = 60_000; // keepalive_timeout of an upstream, where none is set

        assertThat(Documents.text(Path.of("deploy/nginx/hubs.conf")))
                .contains("keepalive 64;")
                .doesNotContain("keepalive_timeout");
        assertThat(
                        Documents.of(Path.of("config/application.yaml"))
                                .at("/server/undertow/options/server/no-request-timeout")
                                .asInt())
                .isGreaterThan(nginx);
    }

    @Test
    void portsAndPathsAreTheHubs() throws IOException {
        JsonNode settings = Documents.of(Path.of("config/application.yaml"));
        String port = settings.at("/server/port").asText();
        String ops = settings.at("/management/server/port").asText();
        String base = settings.at("/management/endpoints/web/base-path").asText();
        String metrics = settings.at("/management/endpoints/web/path-mapping/prometheus").asText();
        String dockerfile = Documents.text(Path.of("Dockerfile"));

        assertThat(dockerfile).contains("EXPOSE " + port + " " + ops);
        assertThat(dockerfile).contains("\"healthcheck.sh\", \"" + ops + "\"");
        assertThat(Documents.text(Path.of("deploy/healthcheck.sh")))
                .contains("GET " + base + "/health/ready ");
        for (String hub : HUBS) {
            assertThat(Documents.text(Path.of("deploy/nginx/hubs.conf")))
                    .contains("server " + hub + ":" + port + " ");
            assertThat(service(hub).path("ports").get(0).asText()).endsWith(":" + ops);
        }
        for (Path reader :
                List.of(
                        Path.of("deploy/prometheus/prometheus.yml"),
                        Path.of("deploy/otel/collector.yaml"))) {
            assertThat(Documents.text(reader))
                    .contains("metrics_path: " + base + "/" + metrics)
                    .contains("\"hub-1:" + ops + "\", \"hub-2:" + ops + "\"");
        }
    }

    /** The other one has refused as it started, and nginx does not know that it is ready. */
    @Test
    void aHubServesAsItGoesForLongerThanNginxLeavesTheOtherAlone() {
        Matcher alone =
                Pattern.compile("fail_timeout=(\\S+?);")
                        .matcher(Documents.text(Path.of("deploy/nginx/hubs.conf")));

        assertThat(alone.find()).isTrue();
        for (String hub : HUBS) {
            JsonNode environment = service(hub).path("environment");
            assertThat(time(environment.path("SERAI_DRAIN_NOTICE").asText()))
                    .isGreaterThan(time(alone.group(1)));
            assertThat(time(environment.path("SERAI_EDGE_STARTWAIT").asText())).isZero();
        }
    }

    private static Duration time(String text) {
        return DurationStyle.detectAndParse(text);
    }

    /** Two hubs would both do it where one was killed before it answered. */
    @Test
    void whatCannotBeKnownForTheSameAgainIsNotSentToTheNextHub() {
        String locations = Documents.text(Path.of("deploy/nginx/locations.conf"));
        Matcher once = Pattern.compile("location ~ (\\S+) \\{\\s+([^;]+);").matcher(locations);

        assertThat(once.find()).isTrue();
        assertThat(once.group(2)).startsWith("proxy_next_upstream").doesNotContain("idempotent");
        Pattern paths = Pattern.compile(once.group(1));
        assertThat(
                        List.of(
                                "/hooks/shop",
                                "/gateway/order/E1",
                                "/api/v1/webhooks",
                                "/api/v1/webhooks/1/secret",
                                "/api/v1/tickets/1/comments"))
                .allMatch(path -> paths.matcher(path).find());
        assertThat(List.of("/api/v1/tickets", "/api/v1/customer/messages", "/channels/wechat/main"))
                .noneMatch(path -> paths.matcher(path).find());
    }

    private static JsonNode service(String name) {
        return compose.path("services").path(name);
    }

    private static List<String> problems(JsonNode file) {
        JsonNode text = Documents.of(Path.of("src/test/resources/deploy/compose-spec.json"));
        withoutOldIds(text);
        JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V201909).getSchema(text);
        return schema.validate(file).stream().map(Object::toString).toList();
    }

    /** It says it is of 2019 but names its parts as in draft 4; nothing refers to those names. */
    private static void withoutOldIds(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("id").isTextual()) {
            object.remove("id");
        }
        node.forEach(ComposeTest::withoutOldIds);
    }
}
