package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How often the log tells of a system that does not answer. */
@ExtendWith(OutputCaptureExtension.class)
class ToldTest {

    private final Told told = new Told();

    @Test
    void theSameOfOneSystemIsNewsOnce() {
        assertThat(told.isNews("crm", "no answer within 2500 ms")).isTrue();
        assertThat(told.isNews("crm", "no answer within 1800 ms")).isFalse();
        assertThat(told.isNews("erp", "no answer within 2500 ms")).isTrue();
        assertThat(told.isNews("crm", "it cannot be reached")).isTrue();
    }

    @Test
    void whoeverAsksASystemThatIsAwayAddsNoLineOfTheirOwn(CapturedOutput log) throws Exception {
        String routes =
                Files.readString(Path.of("src/test/resources/gateway/legacy.camel.yaml"))
                        .replace("legacy", "oldest");
        try (FakeSystem away = new FakeSystem();
                Hub hub = new Hub(List.of(), Map.of("serai.systems.oldest.url", away.url()))) {
            hub.loadText("oldest.camel.yaml", routes);
            away.answers(request -> FakeSystem.Reply.of(400, "text/plain", "no"));

            for (int caller = 0; caller < 5; caller++) {
                assertThat(hub.ask("direct:system.oldest.user", "u" + caller).error()).isNotNull();
            }
        }

        assertThat(log).containsOnlyOnce("oldest does not answer");
    }
}
