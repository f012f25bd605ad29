package io.serai.gateway;

import io.serai.event.Json;
import io.serai.gateway.Integration.Operation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;

/**
 * What an integration stands for: the same routes one would write by hand, as the text of a route
 * file.
 *
 * @param revision changes when the integration does, so that all routes are swapped that use its
 *     connections
 */
record IntegrationRoutes(Integration integration, int revision) {

    /** All of them. */
    String text() {
        return systems() + "\n" + gateway();
    }

    /** The routes that ask the system: {@code direct:system.<name>.<operation>}. */
    String systems() {
        StringBuilder text =
                new StringBuilder(
                        "# What %s says of %s, written out.\n"
                                .formatted(integration.file(), integration.name()));
        integration.operations().forEach(operation -> text.append(system(operation)));
        return text.toString();
    }

    /** The routes that let people ask: {@code GET /gateway/<name>/<operation>/{key}}. */
    String gateway() {
        StringBuilder text =
                new StringBuilder(
                        "# What %s says of %s, over HTTP.\n"
                                .formatted(integration.file(), integration.name()));
        integration.operations().stream()
                .filter(Operation::reads)
                .forEach(operation -> text.append(http(operation)));
        return text.toString();
    }

    private String system(Operation operation) {
        return operation.reads()
                ? reading(operation) + call(operation, answers(operation))
                : call(operation, "");
    }

    /**
     * Where answers of this operation come from. Asked otherwise, it is another place: answers are
     * remembered by it, on all nodes.
     */
    private String answers(Operation operation) {
        String asked = integration.settings().url() + " " + operation;
        return ".call-"
                + UUID.nameUUIDFromBytes(asked.getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .substring(0, 8);
    }

    private String reading(Operation operation) {
        SystemSettings settings = integration.settings();
        return """

        - route:
            id: system-%1$s.%2$s
            description: "%1$s: %2$s, by its key."
            from:
              uri: direct:system.%1$s.%2$s
              steps:
                - bean:
                    ref: gatewayKeys
                    method: %3$s
                - to:
                    uri: kamelet:cached-answer-action
                    parameters:
                      system: %1$s
                      call: direct:system.%1$s.%2$s%9$s
                      ttl: %4$s
                      missTtl: %5$s
                      revalidateFor: %6$s
                      staleFor: %7$s
                      patience: %8$s
        """
                .formatted(
                        integration.name(),
                        operation.name(),
                        Json.write(
                                "key(*, '%s', '%s')"
                                        .formatted(integration.name(), operation.keys())),
                        millis(settings.cacheTtl()),
                        millis(settings.missTtl()),
                        millis(settings.revalidateFor()),
                        millis(settings.staleFor()),
                        millis(settings.patience()),
                        answers(operation));
    }

    private String call(Operation operation, String suffix) {
        Envelope envelope = operation.envelope();
        return """

        - route:
            id: system-%1$s.%2$s%3$s
            description: "%1$s: %2$s, one call."
            routeConfigurationId: %4$s
            from:
              uri: direct:system.%1$s.%2$s%5$s
              steps:
                - to:
                    uri: kamelet:rest-system-action
                    parameters:
                      system: %1$s
                      url: %6$s
                      path: %7$s
                      method: %8$s
                      errorAt: %9$s
                      codeAt: %10$s
                      okCodes: %11$s
                      missCodes: %12$s
                      passingCodes: %13$s
                      resultAt: %14$s
                      timeout: %15$d
        """
                .formatted(
                        integration.name(),
                        operation.name(),
                        operation.reads() ? ".call" : "",
                        operation.reads() ? "system-read" : "system-write",
                        suffix,
                        Json.write(integration.settings().url().toString()),
                        Json.write("RAW(" + operation.path() + ")"),
                        operation.method(),
                        Json.write(envelope.errorAt()),
                        Json.write(envelope.codeAt()),
                        Json.write(envelope.okCodes()),
                        Json.write(envelope.missCodes()),
                        Json.write(envelope.passingCodes()),
                        Json.write(envelope.resultAt()),
                        integration.settings().timeout().toMillis());
    }

    private String http(Operation operation) {
        return """

        - route:
            id: gateway-%1$s.%2$s
            description: "GET /gateway/%1$s/%2$s/{key}"
            from:
              uri: "platform-http:/gateway/%1$s/%2$s/{key}"
              parameters:
                httpMethodRestrict: GET
              steps:
                - bean:
                    ref: gatewayHttp
                    method: path
                - to: direct:system.%1$s.%2$s
                - bean:
                    ref: gatewayHttp
                    method: replyAndKeep
        """
                .formatted(integration.name(), operation.name());
    }

    private static String millis(Duration time) {
        return time.toMillis() + "ms";
    }
}
