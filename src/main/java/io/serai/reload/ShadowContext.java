package io.serai.reload;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

import java.util.Set;

/**
 * A throw-away Camel context in which routes are built and started to see whether they can be,
 * without anything of the world noticing.
 *
 * <p>It sees the live beans but no live component: all but Camel's own inner ones are stood in for
 * by {@link InertComponent}, so no port is opened, no server bean is taken over, nothing is sent.
 */
final class ShadowContext extends DefaultCamelContext {

    private static final Set<String> INNER =
            Set.of("bean", "class", "direct", "kamelet", "language", "log", "ref");

    private final CamelContext live;

    ShadowContext(CamelContext live, Environment settings) {
        super(new DefaultRegistry(new ShadowBeans(live.getRegistry())));
        this.live = live;
        disableJMX();
        getCamelContextExtension().setName("shadow");
        setSourceLocationEnabled(true);
        setAutowiredEnabled(false);
        getShutdownStrategy().setTimeout(1);
        getShutdownStrategy().setSuppressLoggingOnTimeout(true);
        getPropertiesComponent().addPropertiesSource(new Settings(settings));
    }

    @Override
    public @Nullable Component getComponent(String name, boolean autoCreate, boolean autoStart) {
        if (hasComponent(name) == null) {
            Component component = create(name);
            if (component == null) {
                return null;
            }
            addComponent(name, component);
        }
        return super.getComponent(name, autoCreate, autoStart);
    }

    private @Nullable Component create(String name) {
        Component real = name.equals("kamelet") ? new Kamelets() : real(name);
        if (real instanceof Kamelets kamelets
                && live.hasComponent(name) instanceof KameletComponent configured) {
            kamelets.setLocation(configured.getLocation());
            kamelets.setTemplateProperties(configured.getTemplateProperties());
            kamelets.setRouteProperties(configured.getRouteProperties());
        }
        if (INNER.contains(name)) {
            return real;
        }
        boolean known = real != null || live.getRegistry().lookupByName(name) instanceof Component;
        return known || live.hasComponent(name) != null ? new InertComponent(name, real) : null;
    }

    private @Nullable Component real(String name) {
        try {
            return PluginHelper.getComponentResolver(this).resolveComponent(name, this);
        } catch (Exception e) {
            throw new IllegalStateException("the component " + name + " can't be made", e);
        }
    }

    /** The hub's settings, for placeholders. */
    private record Settings(Environment environment) implements PropertiesSource {

        @Override
        public String getName() {
            return "settings";
        }

        @Override
        public @Nullable String getProperty(String name) {
            return environment.getProperty(name);
        }
    }
}
