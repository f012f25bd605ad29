package io.serai.console;

import io.serai.Beside;

import org.junit.jupiter.api.Test;

/** The pages against a stand-in that speaks docs/protocol.md and nothing more. */
@Beside
class ConsoleBrowserTest {

    @Test
    void anAgentAnswersCustomersOnFourChannelsAndThePagesFitEveryScreen() throws Exception {
        Browser.drive("mock", "mock");
    }
}
