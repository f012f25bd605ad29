package io.serai.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;
import io.serai.engines.Engines;
import io.serai.engines.Postgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** What clients hear while the database is away: never nothing. */
@Beside
class StoreAwayTest {

    private static final int TRY_AGAIN_LATER = 1013;
    private static final String HELLO = "{'type':'hello','channel':'web','account':'main'}";

    @TempDir private Path folder;

    @Test
    void whoSaysHelloIsToldToComeBackAndWhoAsksForHistoryThatThereIsNone() throws Exception {
        try (Postgres postgres = Engines.newPostgres();
                HubProcess hub = on(postgres)) {
            try (Talk here = new Talk(hub, "/ws/customer")) {
                here.say(HELLO).hear("welcome");
                postgres.stop();

                here.say("{'type':'history'}");

                assertThat(here.hear("error").path("code").asText()).isEqualTo("unavailable");
                try (Talk late = new Talk(hub, "/ws/customer")) {
                    late.say(HELLO);
                    assertThat(late.closeCode()).isEqualTo(TRY_AGAIN_LATER);
                }
                assertThat(hub.log()).doesNotContain("\tat ");
                postgres.start();
                here.askUntilHeard("{'type':'history'}", "history");
            }
        }
    }

    /** Anybody can say many of these. */
    @Test
    void whoTypesMeanwhileFillsNoLog() throws Exception {
        try (Postgres postgres = Engines.newPostgres();
                HubProcess hub = on(postgres)) {
            try (Talk customer = new Talk(hub, "/ws/customer");
                    Talk agent = new Talk(hub, "/ws/agent")) {
                handedOver(hub, customer, agent);
                postgres.stop();
                customer.say("{'type':'typing','on':true}");
                customer.say("{'type':'history'}").hear("error");
                postgres.start();
                customer.askUntilHeard("{'type':'history'}", "history");

                customer.say("{'type':'typing','on':false}");

                agent.hear("typing", it -> !it.path("on").asBoolean());
                assertThat(hub.log()).doesNotContain("\tat ");
            }
        }
    }

    @Test
    void noReplyOvertakesOneThatCouldNotBeStored() throws Exception {
        try (Postgres postgres = Engines.newPostgres();
                HubProcess hub = on(postgres)) {
            try (Talk customer = new Talk(hub, "/ws/customer");
                    Talk agent = new Talk(hub, "/ws/agent")) {
                String conversation = handedOver(hub, customer, agent);
                postgres.stop();
                assertThat(said(agent, conversation, "first")).isEqualTo("unavailable");
                assertThat(hub.log())
                        .as("the store says it, not each frame")
                        .doesNotContain("An agent's frame could not be stored");
                postgres.start();
                customer.askUntilHeard("{'type':'history'}", "history");

                assertThat(said(agent, conversation, "second")).isEqualTo("unavailable");
                assertThat(said(agent, conversation, "first")).isEmpty();
                assertThat(said(agent, conversation, "second")).isEmpty();
            }
        }
    }

    @Test
    void aMessageThatWasSaidTwiceHoldsNothingBack() throws Exception {
        try (Postgres postgres = Engines.newPostgres();
                HubProcess hub = on(postgres)) {
            try (Talk customer = new Talk(hub, "/ws/customer");
                    Talk agent = new Talk(hub, "/ws/agent")) {
                String conversation = handedOver(hub, customer, agent);
                assertThat(said(agent, conversation, "once")).isEmpty();
                postgres.stop();
                assertThat(said(agent, conversation, "once")).isEqualTo("unavailable");
                assertThat(customer.say(asked("1")).hear("error").path("code").asText())
                        .isEqualTo("unavailable");
                postgres.start();
                customer.askUntilHeard("{'type':'history'}", "history");

                assertThat(said(agent, conversation, "then")).isEmpty();
                customer.say(asked("2")).hear("ack", it -> it.path("id").asText().equals("2"));
            }
        }
    }

    private static String asked(String id) {
        return "{'type':'message','id':'%s','content':{'type':'text','text':'转人工'}}".formatted(id);
    }

    private HubProcess on(Postgres postgres) throws Exception {
        return new HubProcess(
                        folder,
                        "serai.reload.watch=false",
                        "serai.store.url=" + postgres.freshDatabase(),
                        "serai.store.user=" + postgres.user(),
                        "serai.store.password=" + postgres.password())
                .start();
    }

    private static String handedOver(HubProcess hub, Talk customer, Talk agent) {
        agent.say("{'type':'hello','token':'" + Caller.staff(hub, "agent1").token() + "'}")
                .hear("welcome");
        customer.say(HELLO).hear("welcome");
        customer.say(asked("1"));
        JsonNode offer = agent.hear("offer");
        String conversation = offer.at("/conversation/id").asText();
        agent.say(
                "{'type':'accept','re':'a','conversation':'%s','fence':%d}"
                        .formatted(conversation, offer.path("fence").asLong()));
        agent.hear("result");
        return conversation;
    }

    /** Replies with that text as its id too; why it was not stored, or nothing. */
    private static String said(Talk agent, String conversation, String text) {
        agent.say(
                "{'type':'reply','re':'%2$s','conversation':'%1$s','id':'%2$s','content':{'type':'text','text':'%2$s'}}"
                        .formatted(conversation, text));
        return agent.hear("result", it -> it.path("re").asText().equals(text))
                .path("code")
                .asText("");
    }
}
