package io.serai;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Tells of each setting of {@code serai} that nothing has asked for by the time the hub is ready:
 * most are misspelt. It starts all the same, for routes have keys of their own, and some ask only
 * when a message comes. Of the environment's variables nothing is told: platforms set some that
 * merely begin so.
 */
final class UnreadSettings implements ApplicationListener<SpringApplicationEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadSettings.class);
    private static final ConfigurationPropertyName OWN = ConfigurationPropertyName.of("serai");

    private final Asked asked = new Asked();

    @Override
    public void onApplicationEvent(SpringApplicationEvent event) {
        switch (event) {
            case ApplicationEnvironmentPreparedEvent prepared ->
                    prepared.getEnvironment().getPropertySources().addFirst(asked);
            case ApplicationReadyEvent ready ->
                    tell(ready.getApplicationContext().getEnvironment().getPropertySources());
            default -> {}
        }
    }

    private void tell(MutablePropertySources sources) {
        sources.remove(asked.getName());
        Set<ConfigurationPropertyName> read =
                asked.names.stream()
                        .map(name -> ConfigurationPropertyName.adapt(name, '.'))
                        .collect(Collectors.toSet());
        TreeMap<ConfigurationPropertyName, String> unread = new TreeMap<>();
        for (PropertySource<?> source : sources) {
            if (!StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME.equals(
                            source.getName())
                    && ConfigurationPropertySource.from(source)
                            instanceof IterableConfigurationPropertySource settings) {
                settings.stream()
                        .filter(name -> OWN.isAncestorOf(name) && !read.contains(list(name)))
                        .forEach(name -> unread.putIfAbsent(name, where(settings, name)));
            }
        }
        unread.forEach(
                (name, where) ->
                        LOG.warn(
                                "{} ({}) is read by nothing so far: is it misspelt?", name, where));
    }

    /** The list it stands in, if it does; those are asked for as a whole. */
    private static ConfigurationPropertyName list(ConfigurationPropertyName name) {
        return IntStream.range(0, name.getNumberOfElements())
                .filter(name::isNumericIndex)
                .mapToObj(name::chop)
                .findFirst()
                .orElse(name);
    }

    private static String where(
            IterableConfigurationPropertySource settings, ConfigurationPropertyName name) {
        ConfigurationProperty setting = settings.getConfigurationProperty(name);
        Origin origin = setting == null ? null : setting.getOrigin();
        return origin == null ? "given at the start" : origin.toString();
    }

    /** Has no setting, and is asked for each first. */
    private static final class Asked extends EnumerablePropertySource<Object> {

        private final Set<String> names = ConcurrentHashMap.newKeySet();

        Asked() {
            super("asked-for", new Object());
        }

        @Override
        public String[] getPropertyNames() {
            return new String[0];
        }

        @Override
        public boolean containsProperty(String name) {
            note(name);
            return false;
        }

        @Override
        public @Nullable Object getProperty(String name) {
            note(name);
            return null;
        }

        private void note(String name) {
            if (name.startsWith("serai.")) {
                names.add(name);
            }
        }
    }
}
