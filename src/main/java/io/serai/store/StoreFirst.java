package io.serai.store;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.aot.AbstractAotProcessor;

/**
 * Lets the store be opened while the hub's other parts are still being put together, so that a
 * start waits less for it.
 */
public final class StoreFirst
        implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
            return; // the hub is being packaged, not started
        }
        Binder binder = Binder.get(context.getEnvironment());
        if (binder.bind("spring.flyway", Bindable.mapOf(String.class, Object.class)).isBound()) {
            return; // who sets more about the tables than the hub does gets it
        }
        try {
            StoreSettings settings = binder.bindOrCreate("serai.store", StoreSettings.class);
            context.getBeanFactory().registerSingleton("storeOpening", Opening.begin(settings));
        } catch (BindException e) {
            return; // told of when the settings are needed
        }
    }
}
