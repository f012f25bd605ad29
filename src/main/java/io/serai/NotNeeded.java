package io.serai;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Keeps auto-configurations out of the hub's start that it has no use for. Each costs every start
 * its beans, and every search for beans of a type looks at these, too.
 *
 * <p>Camel's are what read settings for a component or language, such as {@code
 * camel.component.seda.*}. The components themselves are there without them, with what a route says
 * and their defaults else.
 */
final class NotNeeded implements AutoConfigurationImportFilter {

    private static final Pattern CAMEL =
            Pattern.compile(
                    "org\\.apache\\.camel\\."
                        + "(component\\.(beanclass|browse|controlbus|dataformat|dataset|file"
                        + "|language|ref|rest|saga|scheduler|seda|validator|xslt)\\."
                        + "|language\\.|model\\.rest\\."
                        + "|spring\\.boot\\.(actuate\\.info|cloud|routetemplate|trace|vault)\\.)"
                        + ".*");

    /** As settings name the components whose settings nobody reads. */
    private static final Set<String> UNREAD =
            Set.of(
                    "class",
                    "browse",
                    "controlbus",
                    "dataformat",
                    "dataset",
                    "dataset-test",
                    "file",
                    "language",
                    "ref",
                    "rest",
                    "rest-api",
                    "saga",
                    "scheduler",
                    "seda",
                    "validator",
                    "xslt");

    private static final String BOOT = "org.springframework.boot.autoconfigure.";
    private static final String ACTUATOR = "org.springframework.boot.actuate.autoconfigure.";

    static final Set<String> SPRING =
            Set.of(
                    // clients of HTTP: the hub's own are Camel's and the JDK's
                    BOOT + "http.client.HttpClientAutoConfiguration",
                    BOOT + "http.client.reactive.ClientHttpConnectorAutoConfiguration",
                    BOOT + "web.client.RestClientAutoConfiguration",
                    BOOT + "web.client.RestTemplateAutoConfiguration",
                    ACTUATOR + "observation.web.client.HttpClientObservationsAutoConfiguration",
                    // the rest of what libraries on the class path would be set up for
                    BOOT + "netty.NettyAutoConfiguration",
                    BOOT + "reactor.ReactorAutoConfiguration",
                    BOOT + "sql.init.SqlInitializationAutoConfiguration",
                    BOOT + "task.TaskSchedulingAutoConfiguration",
                    ACTUATOR + "scheduling.ScheduledTasksObservabilityAutoConfiguration",
                    ACTUATOR + "metrics.integration.IntegrationMetricsAutoConfiguration",
                    ACTUATOR + "metrics.redis.LettuceMetricsAutoConfiguration",
                    // ops.LogMeters counts lines in its place
                    ACTUATOR + "metrics.LogbackMetricsAutoConfiguration",
                    // /observe/info, which is not there
                    BOOT + "info.ProjectInfoAutoConfiguration",
                    ACTUATOR + "info.InfoContributorAutoConfiguration");

    @Override
    public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
        boolean[] wanted = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            wanted[i] = isNeeded(names[i]);
        }
        return wanted;
    }

    static boolean isNeeded(@Nullable String name) {
        return name == null || !(SPRING.contains(name) || CAMEL.matcher(name).matches());
    }

    /**
     * Refuses settings that would have no effect.
     *
     * @throws IllegalStateException naming the first
     */
    static void refuseSettings(Environment environment) {
        Binder.get(environment)
                .bind("camel.component", Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of())
                .keySet()
                .stream()
                .filter(UNREAD::contains)
                .findFirst()
                .ifPresent(
                        name -> {
                            throw new IllegalStateException(
                                    "camel.component.%s is not read; set it in the endpoints' parameters, in the routes"
                                            .formatted(name));
                        });
    }
}
