package io.serai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** What a hub logs when everything is logged, and as JSON. */
@Timeout(180)
class LogTest {

    @TempDir Path folder;

    @Test
    void eachLineIsJsonAndNoneRepeatsWhatWasSaidOrAToken() throws Exception {
        try (HubProcess hub =
                new HubProcess(
                                folder,
                                "logging.level.root=DEBUG",
                                "logging.structured.format.console=ecs")
                        .start()) {
            Caller customer = Caller.customer(hub, "C1001");
            customer.post(
                    "/api/v1/customer/messages",
                    "{\"id\":\"1\",\"content\":{\"type\":\"text\",\"text\":\"between"
                            + " ourselves\"}}");
            Caller agent = Caller.staff(hub, "agent1");
            agent.get("/gateway/order/E20251111000123");
            agent.get("/api/v1/search?q=sought");

            List<String> secret =
                    List.of(
                            "between ourselves",
                            "sought",
                            agent.token(),
                            customer.token(),
                            "access_token",
                            "Authorization: Bearer");
            assertThat(hub.log()).contains("\"level\":\"DEBUG\"", "\"trace.id\":\"");
            assertThat(hub.log().lines().filter(line -> !line.startsWith("{"))).isEmpty();
            assertThat(hub.log().lines().filter(line -> secret.stream().anyMatch(line::contains)))
                    .isEmpty();
        }
    }
}
