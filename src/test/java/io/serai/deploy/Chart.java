package io.serai.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The chart, rendered by Helm's own engine and read by models that refuse a field they don't know.
 */
final class Chart {

    static final Path SOURCE = Path.of("deploy/helm/serai");

    private static final List<Class<? extends HasMetadata>> KINDS =
            List.of(
                    ConfigMap.class,
                    Deployment.class,
                    HorizontalPodAutoscaler.class,
                    Ingress.class,
                    NetworkPolicy.class,
                    Pod.class,
                    PodDisruptionBudget.class,
                    Secret.class,
                    Service.class,
                    ServiceAccount.class,
                    ServiceMonitor.class);

    private static final ObjectMapper STRICT =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .annotationIntrospector(
                            new JacksonAnnotationIntrospector() {
                                private static final long serialVersionUID = 1L;

                                /** The models would keep what they don't know in a map. */
                                @Override
                                public Boolean hasAnySetter(Annotated member) {
                                    return false;
                                }
                            })
                    .build();

    private final Path folder;

    /**
     * A copy without the demand for a Kubernetes version, since this Helm thinks it speaks to 1.20,
     * and with the test's pod as one of the others, since it leaves hooks out.
     */
    Chart(Path scratch) throws IOException {
        folder = scratch.resolve("serai");
        try (Stream<Path> files = Files.walk(SOURCE)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = folder.resolve(SOURCE.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        Path about = folder.resolve("Chart.yaml");
        String text = Files.readString(about);
        Files.writeString(about, text.replaceAll("(?m)^kubeVersion:.*\\R", ""));
        Path test = folder.resolve("templates/tests/answers.yaml");
        Files.writeString(test, Files.readString(test).replace("helm.sh/hook: test", "hook: test"));
    }

    LintResult lint() {
        return new Helm(folder).lint().strict().call();
    }

    /** Everything that comes of these values. */
    Rendered render(String values) {
        try {
            Path file = Files.writeString(folder.resolveSibling("values.yaml"), values);
            String text =
                    new Helm(folder)
                            .template()
                            .withName("shop")
                            .withNamespace("service")
                            .withValuesFile(file)
                            .call();
            return new Rendered(Documents.all(text).stream().map(Chart::read).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HasMetadata read(JsonNode manifest) {
        for (Class<? extends HasMetadata> kind : KINDS) {
            if (HasMetadata.getKind(kind).equals(manifest.path("kind").asText())
                    && HasMetadata.getApiVersion(kind)
                            .equals(manifest.path("apiVersion").asText())) {
                try {
                    return STRICT.treeToValue(manifest, kind);
                } catch (JsonProcessingException e) {
                    throw new IllegalArgumentException(e.getOriginalMessage(), e);
                }
            }
        }
        throw new IllegalArgumentException("No model for " + manifest);
    }

    /** What Helm would send to Kubernetes. */
    record Rendered(List<HasMetadata> objects) {

        /** Those of a kind. */
        <T> List<T> all(Class<T> kind) {
            return objects.stream().filter(kind::isInstance).map(kind::cast).toList();
        }

        /** The only one of a kind. */
        <T> T one(Class<T> kind) {
            List<T> all = all(kind);
            if (all.size() != 1) {
                throw new AssertionError(all.size() + " of " + kind.getSimpleName());
            }
            return all.getFirst();
        }
    }
}
