package io.serai;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

import java.time.Duration;

/**
 * Refuses a start with a number, time or size of the hub's own that is less than 0; what else a
 * setting must be, its record says.
 */
@Component
final class NoNegativeSettings implements ConfigurationPropertiesBindHandlerAdvisor {

    private static final ConfigurationPropertyName OWN = ConfigurationPropertyName.of("serai");

    @Override
    public BindHandler apply(BindHandler handler) {
        return new AbstractBindHandler(handler) {
            @Override
            public Object onSuccess(
                    ConfigurationPropertyName name,
                    Bindable<?> target,
                    BindContext context,
                    Object result) {
                if (OWN.isAncestorOf(name) && isNegative(result)) {
                    throw new IllegalArgumentException(name + " can't be less than 0");
                }
                return super.onSuccess(name, target, context, result);
            }
        };
    }

    private static boolean isNegative(Object value) {
        return switch (value) {
            case Number number -> number.doubleValue() < 0;
            case Duration time -> time.isNegative();
            case DataSize size -> size.isNegative();
            default -> false;
        };
    }
}
