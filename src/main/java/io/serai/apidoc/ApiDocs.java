package io.serai.apidoc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.access.WebInvocationPrivilegeEvaluator;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;

import java.io.IOException;

/** The hub's description of itself, for whoever is logged in. */
@RestController
class ApiDocs {

    /** As registered by RFC 9512. */
    private static final String YAML = "application/yaml";

    private final WebApplicationContext hub;
    private final CamelContext camel;
    private final WebInvocationPrivilegeEvaluator door;
    private @Nullable RestApi rest;

    ApiDocs(WebApplicationContext hub, CamelContext camel, WebInvocationPrivilegeEvaluator door) {
        this.hub = hub;
        this.camel = camel;
        this.door = door;
    }

    @GetMapping(path = "/openapi.json")
    ResponseEntity<String> openApi(HttpServletRequest request) {
        return json(rest().document(request));
    }

    @GetMapping(path = "/openapi.yaml")
    ResponseEntity<String> openApiInYaml(HttpServletRequest request) throws IOException {
        return yaml(rest().document(request));
    }

    @GetMapping(path = "/asyncapi.json")
    ResponseEntity<String> asyncApi(HttpServletRequest request) {
        return json(AsyncApi.document(rest().base(request)));
    }

    @GetMapping(path = "/asyncapi.yaml")
    ResponseEntity<String> asyncApiInYaml(HttpServletRequest request) throws IOException {
        return yaml(AsyncApi.document(rest().base(request)));
    }

    /** Nothing of this is made, nor are its classes loaded, before somebody asks. */
    private synchronized RestApi rest() {
        if (rest == null) {
            rest = new RestApi(new Controllers(hub), new Access(door), camel);
        }
        return rest;
    }

    private static ResponseEntity<String> json(JsonNode document) {
        return answer(MediaType.APPLICATION_JSON, document.toPrettyString());
    }

    private static ResponseEntity<String> yaml(JsonNode document) throws IOException {
        YAMLMapper mapper =
                YAMLMapper.builder()
                        .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                        .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                        .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                        .build();
        return answer(MediaType.parseMediaType(YAML), mapper.writeValueAsString(document));
    }

    private static ResponseEntity<String> answer(MediaType type, String document) {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.noCache())
                .body(document);
    }
}
