package io.serai.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;

import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;

import io.serai.event.Json;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The CRM's stand-in: GraphQL over HTTP, schema {@code sandbox/crm.graphqls}. */
public final class Crm {

    private final SystemsData data;
    private final GraphQL graphql;

    Crm(SystemsData data) {
        this.data = data;
        var schema =
                new SchemaParser()
                        .parse(
                                new InputStreamReader(
                                        Objects.requireNonNull(
                                                Crm.class.getResourceAsStream(
                                                        "/sandbox/crm.graphqls")),
                                        StandardCharsets.UTF_8));
        var wiring =
                RuntimeWiring.newRuntimeWiring()
                        .type(
                                "Query",
                                type ->
                                        type.dataFetcher("customer", this::customer)
                                                .dataFetcher("customers", this::customers))
                        .build();
        this.graphql =
                GraphQL.newGraphQL(new SchemaGenerator().makeExecutableSchema(schema, wiring))
                        .build();
    }

    /** {@code POST /graphql}. */
    public void query(Exchange exchange) {
        try {
            JsonNode request = Json.MAPPER.readTree(exchange.getMessage().getBody(String.class));
            Map<String, Object> variables =
                    Json.MAPPER.convertValue(
                            request.path("variables"), new TypeReference<Map<String, Object>>() {});
            ExecutionInput.Builder input =
                    ExecutionInput.newExecutionInput(request.path("query").asText());
            if (request.path("operationName").isTextual()) {
                input.operationName(request.path("operationName").asText());
            }
            if (variables != null) {
                input.variables(variables);
            }
            SystemModes.reply(
                    exchange, 200, Json.write(graphql.execute(input.build()).toSpecification()));
        } catch (JsonProcessingException e) {
            SystemModes.reply(
                    exchange, 400, "{\"errors\":[{\"message\":\"Unparsable JSON body\"}]}");
        }
    }

    private @Nullable Object customer(DataFetchingEnvironment environment) {
        String code = environment.getArgument("code");
        Map<String, String> identity = environment.getArgument("identity");
        return data.find("customers", customer -> fits(customer, code, identity)).stream()
                .findFirst()
                .map(customer -> Json.MAPPER.convertValue(customer, Map.class))
                .orElse(null);
    }

    private List<?> customers(DataFetchingEnvironment environment) {
        List<?> codes = environment.getArgument("codes");
        return data
                .find("customers", customer -> codes.contains(customer.path("code").asText()))
                .stream()
                .map(customer -> Json.MAPPER.convertValue(customer, Map.class))
                .toList();
    }

    private static boolean fits(
            JsonNode customer, @Nullable String code, @Nullable Map<String, String> identity) {
        if (code != null) {
            return customer.path("code").asText().equals(code);
        }
        return identity != null
                && customer.path("identities")
                        .valueStream()
                        .anyMatch(
                                known ->
                                        known.path("channel")
                                                        .asText()
                                                        .equals(identity.get("channel"))
                                                && known.path("user")
                                                        .asText()
                                                        .equals(identity.get("user")));
    }
}
