package io.serai.apidoc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.servlet.http.HttpServletRequest;

import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

import java.util.TreeSet;

/**
 * The OpenAPI document. The controllers' part is made once, for they do not change; the routes'
 * part each time, for they do.
 */
final class RestApi {

    private final Controllers controllers;
    private final Operations operations;
    private final RouteOperations routes;
    private @Nullable ObjectNode made;

    RestApi(Controllers controllers, Access access, CamelContext camel) {
        this.controllers = controllers;
        this.operations = new Operations(access);
        this.routes = new RouteOperations(camel);
    }

    /** The document as it is now; the caller's own. */
    ObjectNode document(HttpServletRequest request) {
        ObjectNode document = base(request).deepCopy();
        ObjectNode live = routes.paths();
        Words.tidy(live);
        operations.complete(live);
        Overlay.lay(live, (ObjectNode) document.path("paths"));
        tags(document);
        unused(document);
        return document;
    }

    /** Leaves out the schemas that only the sockets have. */
    private static void unused(ObjectNode document) {
        ObjectNode components = (ObjectNode) document.path("components");
        JsonNode all = components.remove("schemas");
        ObjectNode schemas = components.putObject("schemas");
        Shapes.adopt(document, schemas, all);
        Shapes.sort(schemas);
    }

    /** Without the routes, and with the schemas of everything. */
    synchronized ObjectNode base(HttpServletRequest request) {
        if (made == null) {
            ObjectNode document = controllers.describe(request, ApiDocs.class);
            Words.tidy(document);
            Shapes.tellKindsApart((ObjectNode) document.at("/components/schemas"));
            Shapes.sort((ObjectNode) document.at("/components/schemas"));
            document.remove("tags");
            operations.complete((ObjectNode) document.path("paths"));
            Overlay.lay(Overlay.read("openapi.yaml"), document);
            Operations.each(
                    document.path("paths"),
                    (where, operation) -> Shapes.sort((ObjectNode) operation.path("responses")));
            made = document;
        }
        return made;
    }

    /** Names the tags that are used; the overlay has words for those it knows. */
    private static void tags(ObjectNode document) {
        var used = new TreeSet<String>();
        Operations.each(
                document.path("paths"),
                (where, operation) ->
                        operation.path("tags").forEach(tag -> used.add(tag.asText())));
        var words = document.path("x-tags");
        var tags = document.putArray("tags");
        used.forEach(
                tag ->
                        tags.addObject()
                                .put("name", tag)
                                .put(
                                        "description",
                                        words.path(tag).asText("Everything under " + tag + ".")));
        document.remove("x-tags");
    }
}
