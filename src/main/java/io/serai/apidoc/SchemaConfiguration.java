package io.serai.apidoc;

import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.util.Json31;

import org.springdoc.core.providers.JavadocProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** How {@link Controllers}' context, and no other, makes schemas of Java types. */
final class SchemaConfiguration {

    /** First registered, last asked: {@link RecordSchemas} completes what it makes. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ModelResolver modelResolver() {
        return new ModelResolver(Json31.mapper(), new SchemaNames()).openapi31(true);
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    RecordSchemas recordSchemas(JavadocProvider javadoc) {
        return new RecordSchemas(javadoc);
    }

    @Bean
    MoreSchemas moreSchemas() {
        return new MoreSchemas(AsyncApi.records());
    }
}
