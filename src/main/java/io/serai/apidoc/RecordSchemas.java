package io.serai.apidoc;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;

import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.Schema;

import org.jspecify.annotations.Nullable;
import org.springdoc.core.providers.JavadocProvider;

import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a record says that swagger-core does not read: a component without {@code @Nullable} is
 * always there, one with it is left out or null, a {@link JsonNode} may be any JSON, which {@code
 * type} each kind of a sealed interface is told by, and its Javadoc.
 */
final class RecordSchemas implements ModelConverter {

    /**
     * Schema of a sealed interface: the names of its kinds' schemas, each with its {@code type}.
     */
    static final String KINDS = "x-kinds";

    private final JavadocProvider javadoc;

    RecordSchemas(JavadocProvider javadoc) {
        this.javadoc = javadoc;
    }

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        JavaType java = Json31.mapper().constructType(type.getType());
        if (java != null && JsonNode.class.isAssignableFrom(java.getRawClass())) {
            return new Schema<>();
        }
        Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
        if (schema != null && java != null) {
            Schema<?> defined =
                    schema.get$ref() == null
                            ? schema
                            : context.getDefinedModels()
                                    .get(schema.get$ref().replaceFirst(".*/", ""));
            if (defined != null) {
                complete(java.getRawClass(), defined);
            }
        }
        return schema;
    }

    private void complete(Class<?> type, Schema<?> schema) {
        JsonSubTypes kinds = type.getAnnotation(JsonSubTypes.class);
        if (kinds != null) {
            Map<String, String> names = new LinkedHashMap<>();
            for (JsonSubTypes.Type kind : kinds.value()) {
                names.put(SchemaNames.name(kind.value()), kind.name());
            }
            schema.addExtension(KINDS, names);
        }
        if (schema.getDescription() == null) {
            schema.setDescription(emptyToNull(javadoc.getClassJavadoc(type)));
        }
        if (type.isRecord() && schema.getProperties() != null) {
            Map<String, String> words = javadoc.getRecordClassParamJavadoc(type);
            for (RecordComponent component : type.getRecordComponents()) {
                if (schema.getProperties().containsKey(component.getName())) {
                    component(type, component, schema);
                    String said = words == null ? null : words.get(component.getName());
                    if (said != null) {
                        schema.getProperties().get(component.getName()).setDescription(said);
                    }
                }
            }
        }
    }

    private static void component(Class<?> type, RecordComponent component, Schema<?> schema) {
        String name = component.getName();
        JsonInclude include = type.getAnnotation(JsonInclude.class);
        if (include != null && include.value() == JsonInclude.Include.NON_DEFAULT) {
            return; // such as a picture's width that nobody knows: left out
        }
        if (Map.class.isAssignableFrom(component.getType()) && leavesOutWhatIsEmpty(type)) {
            return; // such as the fields of a card that has none
        }
        if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            if (schema.getRequired() == null || !schema.getRequired().contains(name)) {
                schema.addRequiredItem(name);
            }
            return;
        }
        if (include == null || include.value() == JsonInclude.Include.ALWAYS) {
            schema.getProperties().computeIfPresent(name, (any, given) -> orNull(given));
        }
    }

    /** Jackson takes it from what a record implements, too. */
    private static boolean leavesOutWhatIsEmpty(Class<?> type) {
        return Stream.of(type.getInterfaces())
                .map(it -> it.getAnnotation(JsonInclude.class))
                .anyMatch(it -> it != null && it.value() == JsonInclude.Include.NON_EMPTY);
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static Schema<?> orNull(Schema<?> schema) {
        Schema<?> nothing = new Schema<>();
        nothing.addType("null");
        if (schema.get$ref() != null) {
            Schema<?> either = new Schema<>();
            either.setAnyOf(List.of(new Schema<>().$ref(schema.get$ref()), nothing));
            return either.description(schema.getDescription());
        }
        if (schema.getTypes() != null && schema.getEnum() == null) {
            schema.addType("null");
        }
        return schema;
    }
}
