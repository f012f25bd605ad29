package io.serai.ticket;

import static io.serai.ticket.TicketsOfHub.ZHANG;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.bus.Arrival;
import io.serai.event.Content;
import io.serai.event.Message;
import io.serai.event.Sender;
import io.serai.event.Status;
import io.serai.store.Conversation;
import io.serai.store.LedgerOnDisk;
import io.serai.store.StoreAway;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A ticket that a rule opens is not lost when the store fails, in the flow as it is shipped. */
class KeywordTicketIsNotLostTest {

    private static final String RULE =
            "rules:\n- {name: broken, words: [碎了], kind: complaint, subject: Broken}\n";

    @TempDir private Path folder;
    private final List<Object> answered = new ArrayList<>();
    private TicketsOfHub hub;
    private Conversation conversation;
    private boolean away;

    @BeforeEach
    void start() throws Exception {
        hub = TicketsOfHub.hub(new LedgerOnDisk(folder));
        conversation = hub.store.conversation(ZHANG.conversation());
        hub.rules(RULE);
        hub.camel.addComponent("bus", new DirectComponent());
        hub.camel.getRegistry().bind("conversationFlow", new Flow());
        hub.camel.getRegistry().bind("keywordTickets", new Rules());
        hub.camel.addRoutes(
                new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:bot").process(it -> answered.add(it.getMessage().getBody()));
                        from("direct:assignment").stop();
                        from("direct:dead-letters").stop();
                    }
                });
        PluginHelper.getRoutesLoader(hub.camel)
                .loadRoutes(
                        ResourceHelper.resolveMandatoryResource(
                                hub.camel, "file:routes/flow/conversation.camel.yaml"));
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void aStoreThatFailsOnceHasItAtTheNextTryAndTheBotAnswersOnce() throws Exception {
        theTicketsAre(true);

        hub.camel.createProducerTemplate().sendBody("bus:inbound", arrival());

        assertThat(hub.tickets.ofConversations(List.of(ZHANG.conversation()))).hasSize(1);
        assertThat(answered).hasSize(1);
    }

    @Test
    void whileTheStoreIsAwayTheMessageIsNotTakenAndComesAgain() throws Exception {
        hub.store.close();
        assertThatThrownBy(
                        () -> hub.camel.createProducerTemplate().sendBody("bus:inbound", arrival()))
                .hasCauseInstanceOf(StoreAway.class);
        assertThat(answered).isEmpty();

        stop();
        start();
        hub.camel.createProducerTemplate().sendBody("bus:inbound", arrival());
        hub.camel.createProducerTemplate().sendBody("bus:inbound", arrival());

        assertThat(hub.tickets.ofConversations(List.of(ZHANG.conversation()))).hasSize(1);
    }

    private void theTicketsAre(boolean gone) {
        String rename = gone ? "ticket rename to ticket_gone" : "ticket_gone rename to ticket";
        hub.store.sql().sql("alter table " + rename).update();
        away = gone;
    }

    private Arrival arrival() {
        return new Arrival(
                conversation,
                new Message(
                        "00000000-0000-7000-8000-000000000001",
                        ZHANG.conversation(),
                        1,
                        Sender.customer("zhang", null),
                        new Content.Text("杯子碎了"),
                        hub.clock.instant(),
                        null,
                        null,
                        Status.DELIVERED,
                        null),
                true);
    }

    /** The real ones; once they have failed, the store is itself again. */
    public final class Rules {

        public void look(Arrival arrival) {
            try {
                hub.keywords.look(arrival);
            } catch (RuntimeException e) {
                if (away) {
                    theTicketsAre(false);
                }
                throw e;
            }
        }
    }

    /** What the flow's bean does, as the route sees it. */
    public static final class Flow {

        public Object current(Object body) {
            return body;
        }

        public boolean isForBot() {
            return true;
        }

        public Object turn(Object body) {
            return body;
        }

        public Object answer(Object body) {
            return body;
        }

        public boolean isQueued() {
            return false;
        }

        public void seen() {}
    }
}
