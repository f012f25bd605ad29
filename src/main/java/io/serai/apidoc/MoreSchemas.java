package io.serai.apidoc;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;

import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

import java.util.List;

/** Adds the schemas of what is given out, but by no controller that says so in its types. */
final class MoreSchemas implements GlobalOpenApiCustomizer {

    private final List<Class<?>> types;

    MoreSchemas(List<Class<?>> types) {
        this.types = types;
    }

    @Override
    public void customise(OpenAPI document) {
        for (Class<?> type : types) {
            ModelConverters.getInstance(true)
                    .resolveAsResolvedSchema(new AnnotatedType(type).resolveAsRef(false))
                    .referencedSchemas
                    .forEach((name, schema) -> document.getComponents().addSchemas(name, schema));
        }
    }
}
