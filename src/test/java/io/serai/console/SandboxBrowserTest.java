package io.serai.console;

import io.serai.Beside;
import io.serai.HubProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/**
 * The main job in the real hub: four customers on their phones, agents at the desk, the platforms'
 * stand-ins between them.
 */
@Beside
class SandboxBrowserTest {

    @TempDir private Path folder;

    @Test
    void anAgentAnswersCustomersOnFourChannels() throws Exception {
        try (HubProcess hub = new HubProcess(folder, "serai.web.main.allowed-origins=*").start()) {

            Browser.drive(hub.hub("").toString(), "sandbox");
        }
    }
}
