package io.serai.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.Beside;
import io.serai.HubProcess;
import io.serai.engines.Engines;
import io.serai.engines.Postgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** What a customer's client hears while the database is away: never nothing. */
@Beside
class StoreAwayTest {

    private static final int TRY_AGAIN_LATER = 1013;
    private static final String HELLO = "{'type':'hello','channel':'web','account':'main'}";

    @TempDir private Path folder;

    @Test
    void whoSaysHelloIsToldToComeBackAndWhoAsksForHistoryThatThereIsNone() throws Exception {
        try (Postgres postgres = Engines.newPostgres();
                HubProcess hub =
                        new HubProcess(
                                folder,
                                "serai.reload.watch=false",
                                "serai.store.url=" + postgres.freshDatabase(),
                                "serai.store.user=" + postgres.user(),
                                "serai.store.password=" + postgres.password())) {
            hub.start();
            try (Talk here = new Talk(hub, "/ws/customer");
                    Talk late = new Talk(hub, "/ws/customer")) {
                here.say(HELLO).hear("welcome");
                postgres.stop();

                here.say("{'type':'history'}");
                late.say(HELLO);

                assertThat(here.hear("error").path("code").asText()).isEqualTo("unavailable");
                assertThat(late.closeCode()).isEqualTo(TRY_AGAIN_LATER);
                assertThat(hub.log()).doesNotContain("\tat ");
                postgres.start();
                here.say("{'type':'history'}").hear("history");
            }
        }
    }
}
