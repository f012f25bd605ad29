package io.serai.apidoc;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;

import jakarta.servlet.http.HttpServletRequest;

import org.springdoc.core.configuration.SpringDocConfiguration;
import org.springdoc.core.configuration.SpringDocJavadocConfiguration;
import org.springdoc.core.properties.SpringDocConfigProperties;
import org.springdoc.core.utils.SpringDocUtils;
import org.springdoc.webmvc.api.OpenApiWebMvcResource;
import org.springdoc.webmvc.core.configuration.SpringDocWebMvcConfiguration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.context.WebApplicationContext;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Has springdoc describe the controllers there are, in an application context of its own that lives
 * as long as that takes: a second and some megabytes that a hub nobody asks never spends. The
 * context is no child of the hub's, for what happens in a child is told to the parent's listeners
 * too, and Camel would take the child's end for its own.
 */
final class Controllers {

    private static final Map<String, Object> SETTINGS =
            Map.of(
                    "springdoc.api-docs.version", "openapi_3_1",
                    "springdoc.default-produces-media-type", "application/json",
                    "springdoc.cache.disabled", "true",
                    "springdoc.override-with-generic-response", "false",
                    "springdoc.model-converters.polymorphic-converter.enabled", "false");

    /** Spring's own beans that springdoc looks at. */
    private static final List<String> NEEDED =
            List.of("requestMappingHandlerMapping", "mvcConversionService");

    private final WebApplicationContext hub;

    static {
        SpringDocUtils.getConfig().addAnnotationsToIgnore(AuthenticationPrincipal.class);
    }

    Controllers(WebApplicationContext hub) {
        this.hub = hub;
    }

    /** The OpenAPI document of all controllers but {@code mine}, as springdoc makes it. */
    ObjectNode describe(HttpServletRequest request, Class<?> mine) {
        try (var context = new AnnotationConfigWebApplicationContext()) {
            context.getEnvironment()
                    .getPropertySources()
                    .addFirst(new MapPropertySource("apidoc", SETTINGS));
            context.setServletContext(hub.getServletContext());
            context.addBeanFactoryPostProcessor(
                    beans -> {
                        hub.getBeansWithAnnotation(Controller.class).entrySet().stream()
                                .filter(bean -> !mine.isInstance(bean.getValue()))
                                .forEach(
                                        bean ->
                                                beans.registerSingleton(
                                                        bean.getKey(), bean.getValue()));
                        NEEDED.forEach(name -> beans.registerSingleton(name, hub.getBean(name)));
                    });
            context.register(
                    SpringDocConfigProperties.class,
                    SpringDocConfiguration.class,
                    SpringDocWebMvcConfiguration.class,
                    SpringDocJavadocConfiguration.class,
                    SchemaConfiguration.class,
                    OperationWords.class);
            context.refresh();
            byte[] document =
                    context.getBean(OpenApiWebMvcResource.class)
                            .openapiJson(request, "/openapi.json", Locale.ENGLISH);
            return (ObjectNode) Json.MAPPER.readTree(document);
        } catch (IOException e) {
            throw new IllegalStateException("The controllers could not be described", e);
        }
    }
}
