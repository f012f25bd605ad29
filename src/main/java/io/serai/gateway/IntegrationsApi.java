package io.serai.gateway;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;
import java.util.Locale;

/** What the short forms of {@code config/integrations*.yaml} became. Holds no credentials. */
@RestController
@RequestMapping("/api/v1/integrations")
class IntegrationsApi {

    private final Integrations integrations;

    IntegrationsApi(Integrations integrations) {
        this.integrations = integrations;
    }

    /**
     * One of them.
     *
     * @param operations the names of its operations
     * @param routes the text of the route files it stands for
     */
    record View(
            String name,
            String endpoint,
            String auth,
            String file,
            List<String> operations,
            List<String> routes) {}

    /** Lists the integrations in the short form, with the routes they became. */
    @GetMapping
    List<View> all() {
        return integrations.inForce().values().stream().map(IntegrationsApi::view).toList();
    }

    private static View view(IntegrationRoutes routes) {
        Integration integration = routes.integration();
        return new View(
                integration.name(),
                integration.settings().url().toString(),
                integration.settings().auth().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                integration.file().toString(),
                integration.operations().stream().map(Integration.Operation::name).toList(),
                List.of(routes.systems(), routes.gateway()));
    }
}
