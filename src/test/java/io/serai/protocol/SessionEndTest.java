package io.serai.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;

/** A session that is over is over for the sockets that were opened with it, too. */
@Beside
class SessionEndTest {

    private static final int SAY_HELLO_AGAIN = 4001;

    @TempDir private static Path folder;

    private static HubProcess hub;

    @BeforeAll
    static void open() throws IOException {
        hub = new HubProcess(folder, "serai.security.session=10s").start();
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    @Test
    void whoLogsOutInOnePageIsOutInAllAndWhoIsLoggedInElsewhereComesBack() {
        Caller here = Caller.staff(hub, "agent1");
        Caller elsewhere = Caller.staff(hub, "agent1");
        try (Talk otherPage = agent(here);
                Talk otherMachine = agent(elsewhere)) {

            assertThat(here.send("POST", "/api/v1/logout").statusCode()).isEqualTo(204);

            assertThat(otherPage.closeCode()).isEqualTo(SAY_HELLO_AGAIN);
            assertThat(otherMachine.closeCode()).isEqualTo(SAY_HELLO_AGAIN);
        }
        refused(here);
        agent(elsewhere).close();
    }

    @Test
    void nobodyIsInForLongerThanASessionLasts() {
        Caller here = Caller.staff(hub, "agent2");
        try (Talk page = agent(here)) {
            await().ignoreExceptions() // it may close while something is said
                    .until(
                            () -> {
                                if (!page.isClosed()) {
                                    page.say("{'type':'ping'}");
                                }
                                return page.isClosed();
                            });

            assertThat(page.closeCode()).isEqualTo(SAY_HELLO_AGAIN);
        }
        refused(here);
    }

    private static Talk agent(Caller who) {
        Talk agent = new Talk(hub, "/ws/agent");
        agent.say("{'type':'hello','token':'" + who.token() + "'}").hear("welcome");
        return agent;
    }

    private static void refused(Caller who) {
        try (Talk again = new Talk(hub, "/ws/agent")) {
            again.say("{'type':'hello','token':'" + who.token() + "'}");
            assertThat(again.hear("error").path("code").asText()).isEqualTo("bad-token");
        }
    }
}
