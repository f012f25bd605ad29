package io.serai;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.Environment;

import java.net.URL;
import java.util.List;
import java.util.Set;

/**
 * Lets Spring start with the beans it worked out when the jar was packaged ({@code mvn -Paot
 * package}), if they are those of this run. Profile {@code sandbox} has more beans; with it, and
 * with {@code spring.aot.enabled=false}, they are worked out at start as ever.
 */
final class AheadOfTime implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    private static final String BEANS = "io/serai/Serai__ApplicationContextInitializer.class";

    /** Profiles that change settings only, no beans. */
    private static final Set<String> SETTINGS = Set.of("cluster");

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        URL beans = event.getSpringApplication().getClassLoader().getResource(BEANS);
        SpringProperties.setProperty(
                AotDetector.AOT_ENABLED, Boolean.toString(fits(event.getEnvironment(), beans)));
    }

    /**
     * @param beans where the packaged beans are; those in a folder may be older than the classes
     *     beside them
     */
    static boolean fits(Environment environment, @Nullable URL beans) {
        return beans != null
                && !"file".equals(beans.getProtocol())
                && environment.getProperty(AotDetector.AOT_ENABLED, Boolean.class, true)
                && SETTINGS.containsAll(List.of(environment.getActiveProfiles()));
    }
}
