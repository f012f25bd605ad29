package io.serai.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.IPBlock;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.convert.DurationStyle;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart: rendered by Helm, read strictly, and held against what the hub is. */
class HelmTest {

    private static final String LEAST =
            """
            store: {url: "jdbc:postgresql://pg:5432/serai"}
            bus: {brokers: "kafka:9092"}
            secret: {existing: keys}
            """;

    private static final String MOST =
            """
            store: {url: "jdbc:postgresql://pg:5432/serai"}
            bus: {brokers: "k1:9092,k2:9092"}
            secret:
              values:
                SERAI_STORE_PASSWORD: one
                SERAI_REDIS_URL: redis://:two@redis:6379
                SERAI_SECURITY_SECRET: "01234567890123456789012345678901"
            image: {pullSecrets: [registry], tag: "1.2.3"}
            settings: {serai: {assignment: {offer-time: 20s}}}
            env: {SERAI_STORE_CONNECTIONS: "16"}
            routes: {files: {channels/shop.camel.yaml: "- route: {id: shop}"}}
            connectors: {files: {own-action.kamelet.yaml: "kind: Kamelet"}, replace: true}
            trustedProxies: [10.0.0.0/8, fd12::/16]
            ingress: {enabled: true, host: service.example.com, tlsSecret: certificate}
            autoscaling: {enabled: true}
            serviceMonitor: {enabled: true, labels: {release: prometheus}}
            networkPolicy:
              platforms:
                - {cidr: 0.0.0.0/0, ports: [443]}
                - {cidr: "::/0", ports: [443]}
                - {cidr: 10.9.0.0/16, ports: [80, 8443]}
            tolerations: [{key: a, operator: Exists}]
            nodeSelector: {disk: fast}
            priorityClassName: high
            podLabels: {team: service}
            """;

    private static Chart chart;
    private static Chart.Rendered least;
    private static Chart.Rendered most;

    @BeforeAll
    static void render(@TempDir Path scratch) throws IOException {
        chart = new Chart(scratch);
        least = chart.render(LEAST);
        most = chart.render(MOST);
    }

    @Test
    void lintsAndNamesTheKubernetesItNeeds() {
        assertThat(chart.lint().isFailed()).as("%s", chart.lint().getMessages()).isFalse();
        assertThat(Documents.of(Chart.SOURCE.resolve("Chart.yaml")).path("kubeVersion").asText())
                .isEqualTo(">=1.25.0-0");
    }

    @Test
    void theModelsWouldSeeAFieldThatIsNotThere() {
        JsonNode wrong =
                Documents.all(
                                """
                                apiVersion: apps/v1
                                kind: Deployment
                                spec: {template: {spec: {containers: [{name: a, readynessProbe: {}}]}}}
                                """)
                        .getFirst();

        assertThatThrownBy(() -> Chart.read(wrong)).hasMessageContaining("readynessProbe");
    }

    @Test
    void theLeastValuesMakeOnlyWhatIsNeeded() {
        assertThat(least.objects().stream().map(HasMetadata::getKind))
                .containsExactlyInAnyOrder(
                        "Deployment",
                        "NetworkPolicy",
                        "Pod",
                        "PodDisruptionBudget",
                        "Service",
                        "Service",
                        "ServiceAccount");
        assertThat(least.one(Deployment.class).getSpec().getReplicas()).isEqualTo(2);
    }

    @Test
    void whatSelectsFindsThePodsAndNothingElseDoes() {
        for (Chart.Rendered rendered : List.of(least, most)) {
            Deployment hubs = rendered.one(Deployment.class);
            Map<String, String> labels = hubs.getSpec().getTemplate().getMetadata().getLabels();
            Map<String, String> selector = hubs.getSpec().getSelector().getMatchLabels();
            Map<String, String> test = rendered.one(Pod.class).getMetadata().getLabels();

            assertThat(labels).containsAllEntriesOf(selector);
            assertThat(test.entrySet().containsAll(selector.entrySet())).isFalse();
            rendered.all(Service.class)
                    .forEach(it -> assertThat(it.getSpec().getSelector()).isEqualTo(selector));
            assertThat(
                            rendered.one(PodDisruptionBudget.class)
                                    .getSpec()
                                    .getSelector()
                                    .getMatchLabels())
                    .isEqualTo(selector);
            assertThat(
                            rendered.one(NetworkPolicy.class)
                                    .getSpec()
                                    .getPodSelector()
                                    .getMatchLabels())
                    .isEqualTo(selector);
        }
        ServiceMonitor monitor = most.one(ServiceMonitor.class);
        assertThat(most.all(Service.class))
                .filteredOn(
                        it ->
                                it.getMetadata()
                                        .getLabels()
                                        .entrySet()
                                        .containsAll(
                                                monitor.getSpec()
                                                        .getSelector()
                                                        .getMatchLabels()
                                                        .entrySet()))
                .singleElement()
                .satisfies(
                        it ->
                                assertThat(it.getSpec().getPorts().getFirst().getName())
                                        .isEqualTo(
                                                monitor.getSpec()
                                                        .getEndpoints()
                                                        .getFirst()
                                                        .getPort()));
    }

    @Test
    void noPodMayBecomeMoreThanItIs() {
        for (Chart.Rendered rendered : List.of(least, most)) {
            PodSpec hub = hub(rendered);
            PodSpec test = rendered.one(Pod.class).getSpec();
            for (PodSpec pod : List.of(hub, test)) {
                Container container = pod.getContainers().getFirst();
                assertThat(pod.getAutomountServiceAccountToken()).isFalse();
                assertThat(pod.getEnableServiceLinks()).isFalse();
                assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
                assertThat(pod.getSecurityContext().getSeccompProfile().getType())
                        .isEqualTo("RuntimeDefault");
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getResources().getLimits()).containsKey("memory");
            }
            assertThat(rendered.one(ServiceAccount.class).getAutomountServiceAccountToken())
                    .isFalse();
            assertThat(Documents.text(Path.of("Dockerfile")))
                    .contains("USER " + hub.getSecurityContext().getRunAsUser() + ":");
        }
    }

    @Test
    void theProbesAskTheHubsOwnHealth() {
        JsonNode settings = Documents.of(Path.of("config/application.yaml"));
        String health = settings.at("/management/endpoints/web/base-path").asText() + "/health/";
        Container hub = hub(least).getContainers().getFirst();

        for (Probe probe : List.of(hub.getStartupProbe(), hub.getLivenessProbe())) {
            assertThat(probe.getHttpGet().getPath()).isEqualTo(health + "live");
        }
        assertThat(hub.getReadinessProbe().getHttpGet().getPath()).isEqualTo(health + "ready");
        assertThat(hub.getPorts())
                .extracting(ContainerPort::getName, ContainerPort::getContainerPort)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "http", settings.at("/server/port").asInt()),
                        org.assertj.core.groups.Tuple.tuple(
                                "ops", settings.at("/management/server/port").asInt()));
        for (Service service : least.all(Service.class)) {
            assertThat(hub.getPorts().stream().map(ContainerPort::getName))
                    .contains(service.getSpec().getPorts().getFirst().getTargetPort().getStrVal());
        }
    }

    @Test
    void aRollingUpdateTakesNoHubBeforeAnotherIsReadyAndLeavesTimeToDrain() {
        var spec = least.one(Deployment.class).getSpec();
        PodSpec pod = spec.getTemplate().getSpec();
        Container hub = pod.getContainers().getFirst();
        Duration notice =
                hub.getEnv().stream()
                        .filter(it -> it.getName().equals("SERAI_DRAIN_NOTICE"))
                        .map(it -> DurationStyle.SIMPLE.parse(it.getValue()))
                        .findFirst()
                        .orElseThrow();
        Duration drain =
                DurationStyle.SIMPLE.parse(
                        Documents.of(Path.of("config/application.yaml"))
                                .at("/serai/drain/timeout")
                                .asText());
        Probe ready = hub.getReadinessProbe();

        assertThat(spec.getStrategy().getRollingUpdate().getMaxUnavailable().getIntVal()).isZero();
        assertThat(Duration.ofSeconds(pod.getTerminationGracePeriodSeconds()))
                .isGreaterThanOrEqualTo(notice.plus(drain).plusSeconds(10));
        assertThat(Duration.ofSeconds(ready.getPeriodSeconds() * ready.getFailureThreshold()))
                .isLessThan(notice);
    }

    @Test
    void everyVariableIsASettingTheHubKnowsAndSecretsComeFromTheSecretAlone() {
        KnownSettings known = new KnownSettings();
        Container hub = hub(most).getContainers().getFirst();

        assertThat(hub.getEnv().stream().map(EnvVar::getName))
                .filteredOn(name -> !name.equals("JDK_JAVA_OPTIONS"))
                .hasSizeGreaterThan(7)
                .allMatch(known::has)
                .noneMatch(name -> name.matches(".*(PASSWORD|SECRET|REDIS_URL).*"));
        assertThat(most.one(Secret.class).getStringData().keySet()).allMatch(known::has);
        assertThat(hub.getEnvFrom().getFirst().getSecretRef().getName())
                .isEqualTo(most.one(Secret.class).getMetadata().getName());
        assertThat(
                        hub(least)
                                .getContainers()
                                .getFirst()
                                .getEnvFrom()
                                .getFirst()
                                .getSecretRef()
                                .getName())
                .isEqualTo("keys");
        // What the profile asks of the environment is there, with the Secret's three.
        String asked = Documents.text(Path.of("config/application-cluster.yaml"));
        List<String> given =
                Stream.concat(
                                hub.getEnv().stream().map(EnvVar::getName),
                                most.one(Secret.class).getStringData().keySet().stream())
                        .toList();
        java.util.regex.Pattern.compile("\\$\\{(\\w+)}")
                .matcher(asked)
                .results()
                .forEach(it -> assertThat(given).contains(it.group(1)));
    }

    @Test
    void everyVolumeIsMountedAndEveryFileHasItsPath() {
        PodSpec pod = hub(most);
        Container hub = pod.getContainers().getFirst();
        Map<String, ConfigMap> maps =
                most.all(ConfigMap.class).stream()
                        .collect(
                                java.util.stream.Collectors.toMap(
                                        it -> it.getMetadata().getName(), it -> it));

        assertThat(hub.getVolumeMounts().stream().map(VolumeMount::getName))
                .containsExactlyInAnyOrderElementsOf(
                        pod.getVolumes().stream().map(Volume::getName).toList());
        for (Volume volume : pod.getVolumes()) {
            if (volume.getConfigMap() != null) {
                ConfigMap map = maps.remove(volume.getConfigMap().getName());
                assertThat(map).isNotNull();
                volume.getConfigMap()
                        .getItems()
                        .forEach(item -> assertThat(map.getData()).containsKey(item.getKey()));
            }
        }
        assertThat(maps).isEmpty();
        assertThat(hub.getVolumeMounts())
                .extracting(VolumeMount::getMountPath)
                .contains("/serai/routes/own", "/serai/connectors", "/serai/own", "/serai/data");
    }

    /** A pod whose disk is full of its index is evicted, and the next one makes the same index. */
    @Test
    void theIndexOfTenMillionMessagesHasRoomAndOfMoreIfOneSaysSo() {
        assertThat(Quantity.getAmountInBytes(dataSize(least)))
                .isGreaterThan(Quantity.getAmountInBytes(new Quantity("1400M"))); // docs/scaling.md
        assertThat(dataSize(chart.render(LEAST + "dataSize: 50Gi")).toString()).isEqualTo("50Gi");
    }

    private static Quantity dataSize(Chart.Rendered rendered) {
        return rendered
                .one(Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getVolumes()
                .stream()
                .filter(it -> it.getName().equals("data"))
                .map(it -> it.getEmptyDir().getSizeLimit())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theAutoscalerFollowsAMetricTheHubHas() {
        HorizontalPodAutoscaler scaler = most.one(HorizontalPodAutoscaler.class);
        var metric = scaler.getSpec().getMetrics().getFirst();

        assertThat(Meters.listed()).containsKey(metric.getPods().getMetric().getName());
        assertThat(scaler.getSpec().getScaleTargetRef().getName())
                .isEqualTo(most.one(Deployment.class).getMetadata().getName());
        assertThat(most.one(Deployment.class).getSpec().getReplicas()).isNull();
    }

    @Test
    void theIngressLeadsToThePublicPortAndKeepsStreamsOpen() {
        Ingress ingress = most.one(Ingress.class);
        var backend =
                ingress.getSpec()
                        .getRules()
                        .getFirst()
                        .getHttp()
                        .getPaths()
                        .getFirst()
                        .getBackend();

        assertThat(backend.getService().getPort().getName()).isEqualTo("http");
        assertThat(most.all(Service.class))
                .filteredOn(it -> it.getMetadata().getName().equals(backend.getService().getName()))
                .singleElement()
                .satisfies(
                        it ->
                                assertThat(it.getSpec().getPorts())
                                        .singleElement()
                                        .satisfies(
                                                port ->
                                                        assertThat(port.getName())
                                                                .isEqualTo("http")));
        assertThat(ingress.getMetadata().getAnnotations())
                .containsEntry("nginx.ingress.kubernetes.io/proxy-read-timeout", "3600")
                .containsEntry("nginx.ingress.kubernetes.io/proxy-buffering", "off");
    }

    @Test
    void theHubReachesWhatItNeedsAndNeverTheCloudsCredentials() {
        var spec = most.one(NetworkPolicy.class).getSpec();
        List<IPBlock> blocks =
                spec.getEgress().stream()
                        .flatMap(rule -> rule.getTo().stream())
                        .filter(to -> to.getIpBlock() != null)
                        .map(to -> to.getIpBlock())
                        .toList();

        assertThat(spec.getPolicyTypes()).containsExactly("Ingress", "Egress");
        // No rule without an address: it would allow all of them.
        assertThat(spec.getEgress()).allMatch(rule -> !rule.getTo().isEmpty());
        assertThat(spec.getIngress()).allMatch(rule -> !rule.getFrom().isEmpty());
        assertThat(spec.getEgress().stream().flatMap(rule -> rule.getPorts().stream()))
                .extracting(port -> port.getPort().getIntVal())
                .contains(53, 5432, 9092, 6379, 443, 80, 8443);
        assertThat(blocks).hasSize(3);
        assertThat(blocks.get(0).getExcept()).contains("169.254.0.0/16", "10.0.0.0/8");
        assertThat(blocks.get(1).getExcept()).contains("fe80::/10");
        assertThat(blocks.get(2).getExcept()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254/32",
                "169.0.0.0/8",
                "128.0.0.0/1",
                "fe80::/10",
                "FE00::/8",
                "fd00:ec2::254/128"
            })
    void aRangeThatHoldsThemIsRefused(String cidr) {
        assertThatThrownBy(
                        () ->
                                chart.render(
                                        LEAST
                                                + "networkPolicy: {platforms: [{cidr: \"%s\", ports: [80]}]}"
                                                        .formatted(cidr)))
                .hasMessageContaining(
                        "networkPolicy.platforms: " + cidr.toLowerCase(java.util.Locale.ROOT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    replicas: 0                                | replicas
                    replicass: 3                               | replicass
                    store: {url: "jdbc:h2:file:./data"}        | store.url
                    bus: {brokers: kafka}                      | bus.brokers
                    env: {serai.node.name: a}                  | env
                    routes: {files: {shop.yaml: a}}            | routes.files
                    connectors: {files: {a.camel.yaml: b}}     | connectors.files
                    trustedProxies: [everybody]                | trustedProxies
                    terminationGracePeriodSeconds: 10          | terminationGracePeriodSeconds
                    image: {pullPolicy: Sometimes}             | image.pullPolicy
                    """)
    void wrongValuesAreRefusedByName(String values, String named) {
        assertThatThrownBy(() -> chart.render(merged(values))).hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    store: {url: ""}                           | store.url is not set
                    bus: {brokers: ""}                         | bus.brokers is not set
                    secret: {}                                 | secret.values.SERAI_STORE_PASSWORD is not set
                    ingress: {enabled: true}                   | ingress.host is not set
                    autoscaling: {enabled: true, cpu: 0, metric: ""} | autoscaling: set cpu, metric or both
                    """)
    void whatIsMissingIsNamedWithWhatToDo(String values, String says) {
        assertThatThrownBy(() -> chart.render(merged(values))).hasMessageContaining(says);
    }

    /** The least values, of which the one given stands in for its own. */
    private static String merged(String value) {
        String key = value.substring(0, value.indexOf(':'));
        return LEAST.lines()
                        .filter(line -> !line.startsWith(key + ":"))
                        .map(line -> line + "\n")
                        .reduce("", String::concat)
                + value;
    }

    private static PodSpec hub(Chart.Rendered rendered) {
        return rendered.one(Deployment.class).getSpec().getTemplate().getSpec();
    }
}
