package io.serai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

@Beside
class StartRefusedTest {

    @TempDir private Path folder;

    @Test
    void aWrongSettingEndsTheStartWithItsNameAndNoTrace() throws Exception {
        try (HubProcess hub = new HubProcess(folder, "serai.security.secret=short")) {
            hub.launch();

            assertThat(hub.awaitGone(Duration.ofSeconds(120))).isNotZero();
            assertThat(hub.log())
                    .contains("serai.security.secret is shorter than 32 bytes; `openssl rand")
                    .doesNotContain("BeanCreationException")
                    .doesNotContain("at io.serai.security");
        }
    }
}
