package io.serai.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;
import io.serai.websocket.RawClient;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/** An agent who was away, or read too slowly, gets exactly what they missed, from a whole hub. */
@Beside
class AgentResumeTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path folder;

    private static HubProcess hub;

    @BeforeAll
    static void open() throws IOException {
        hub = new HubProcess(folder, "serai.reload.watch=false").start();
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    @Test
    void aSocketThatReadsTooSlowlyIsCutAndCatchesUpFromWhereItWas() throws Exception {
        try (Talk customer = new Talk(hub, "/ws/customer")) {
            long held;
            String conversation;
            long last;
            try (RawClient slow = new RawClient(hub.port(), 16_384, "/ws/agent")) {
                slow.sendText(hello(""));
                readUntil(slow, "welcome");
                conversation = handOver(customer, slow);
                last = sayUntilCut(customer, conversation);
                List<Long> heard = readToTheEnd(slow);
                held = heard.getLast();
                assertThat(heard).isEqualTo(numbers(heard.getFirst(), held));
                assertThat(held).isLessThan(last);
            }

            try (Talk again = new Talk(hub, "/ws/agent")) {
                again.say(hello(",'after':{'" + conversation + "':" + held + "}"));
                again.hear("message", it -> it.at("/message/seq").asLong() == last);

                assertThat(seqs(again)).isEqualTo(numbers(held + 1, last));
                end(again, conversation);
            }
        }
    }

    @Test
    void whoIsTooFarBehindIsToldToReloadAndGoesOnFromNow() throws Exception {
        try (Talk customer = new Talk(hub, "/ws/customer");
                Talk agent = new Talk(hub, "/ws/agent")) {
            agent.say(hello("")).hear("welcome");
            String conversation = handOver(customer, agent);
            for (int i = 0; i < 1_010; i++) {
                customer.say(text("m" + i, "one of many")).hear("ack");
            }

            try (Talk far = new Talk(hub, "/ws/agent")) {
                far.say(hello(",'after':{'" + conversation + "':2}"));
                long last = far.hear("reload").path("lastSeq").asLong();
                customer.say(text("next", "and one more"));

                assertThat(far.hear("message").at("/message/seq").asLong()).isEqualTo(last + 1);
                assertThat(seqs(far)).hasSize(1);
                end(far, conversation);
            }
        }
    }

    @Test
    void aCursorThatIsATextIsFollowedLikeAnyOther() {
        try (Talk customer = new Talk(hub, "/ws/customer");
                Talk agent = new Talk(hub, "/ws/agent")) {
            agent.say(hello("")).hear("welcome");
            String conversation = handOver(customer, agent);
            long last = customer.say(text("more", "more")).hear("ack").path("seq").asLong();

            try (Talk again = new Talk(hub, "/ws/agent")) {
                again.say(hello(",'after':{'" + conversation + "':'1'}"));
                again.hear("message", it -> it.at("/message/seq").asLong() == last);

                assertThat(seqs(again)).isEqualTo(numbers(2, last));
            }
            end(agent, conversation);
        }
    }

    @Test
    void aCursorForSomebodyElsesConversationIsPassedOver() throws Exception {
        try (Talk agent = new Talk(hub, "/ws/agent")) {
            agent.say(hello(",'after':{'not-theirs':7,'odd':'x'}")).hear("welcome");
            agent.say("{'type':'ping'}").hear("pong");

            assertThat(agent.heard("reload")).isEmpty();
            assertThat(agent.heard("message")).isEmpty();
        }
    }

    /** The two meet within a tenth of a millisecond: it takes many times to see them do so. */
    @Test
    void whatMovesWhileAPageIsToldHowThingsStandIsNotUndoneByThat() {
        String hello = hello("");
        try (Talk customer = new Talk(hub, "/ws/customer");
                Talk agent = new Talk(hub, "/ws/agent")) {
            agent.say(hello).hear("welcome");
            customer.say("{'type':'hello','channel':'web','account':'main'}").hear("welcome");
            for (int time = 0; time < 200; time++) {
                customer.say(text("human" + time, "转人工")).hear("ack");
                JsonNode offer = agent.hear("offer");
                String conversation = offer.at("/conversation/id").asText();
                try (Talk page = new Talk(hub, "/ws/agent")) {
                    page.say(hello);
                    LockSupport.parkNanos(time % 40 * 20_000L);
                    agent.say(accept(offer)).hear("result");
                    page.hear("welcome");
                    customer.say(text("t" + time, "are you there?")).hear("ack");
                    page.hear("message");

                    assertThat(ownerAt(page, conversation)).isEqualTo("agent");
                }
                end(agent, conversation);
            }
        }
    }

    /** Seldom too; the first welcome says where messages begin, however many follow it. */
    @Test
    void noMessageIsLeftOutThatComesWhileThatIsToldTwice() {
        String hello = hello("");
        try (Talk customer = new Talk(hub, "/ws/customer");
                Talk agent = new Talk(hub, "/ws/agent")) {
            agent.say(hello).hear("welcome");
            customer.say("{'type':'hello','channel':'web','account':'main'}").hear("welcome");
            for (int time = 0; time < 200; time++) {
                customer.say(text("person" + time, "转人工")).hear("ack");
                JsonNode offer = agent.hear("offer");
                try (Talk page = new Talk(hub, "/ws/agent")) {
                    page.say(hello);
                    LockSupport.parkNanos(time % 40 * 20_000L);
                    agent.say(accept(offer));
                    customer.say(text("now" + time, "are you there?")).hear("ack");
                    long begun = page.hear("welcome").at("/conversations/0/lastSeq").asLong();
                    String last = "then" + time;
                    customer.say(text(last, "hello?")).hear("ack");
                    page.hear("message", it -> it.at("/message/clientId").asText().equals(last));

                    List<Long> seqs = seqs(page);
                    assertThat(seqs)
                            .containsExactlyElementsOf(
                                    LongStream.rangeClosed(begun + 1, seqs.getLast())
                                            .boxed()
                                            .toList());
                }
                end(agent, offer.at("/conversation/id").asText());
            }
        }
    }

    /** Who has the conversation by the last that the page was told. */
    private static String ownerAt(Talk page, String conversation) {
        String owner = "";
        for (JsonNode frame : page.heard()) {
            switch (frame.path("type").asText()) {
                case "welcome" ->
                        owner =
                                frame.path("conversations")
                                        .valueStream()
                                        .filter(it -> it.path("id").asText().equals(conversation))
                                        .map(it -> it.at("/owner/kind").asText())
                                        .findFirst()
                                        .orElse("");
                case "conversation" -> owner = frame.at("/conversation/owner/kind").asText();
                default -> {
                    // says nothing of owners
                }
            }
        }
        return owner;
    }

    /**
     * Large messages, one after another, until the hub has cut the agent; the last one's number.
     */
    private long sayUntilCut(Talk customer, String conversation) throws Exception {
        String large = "x".repeat(20_000);
        long seq = 0;
        for (int i = 0; i < 600 && !wasCut(); i++) {
            seq = customer.say(text(conversation + i, large)).hear("ack").path("seq").asLong();
        }
        assertThat(wasCut()).as("the slow socket was cut").isTrue();
        return customer.say(text(conversation, "the last")).hear("ack").path("seq").asLong();
    }

    private static boolean wasCut() throws IOException {
        return hub.log().contains("/ws/agent: a connection that reads too slowly is closed");
    }

    private static List<Long> readToTheEnd(RawClient slow) {
        List<Long> seqs = new ArrayList<>();
        try {
            while (true) {
                JsonNode frame = JSON.readTree(slow.readText());
                if (frame.path("type").asText().equals("message")) {
                    seqs.add(frame.at("/message/seq").asLong());
                }
            }
        } catch (IOException cut) {
            return seqs;
        }
    }

    private static JsonNode readUntil(RawClient socket, String type) throws IOException {
        JsonNode frame = JSON.readTree(socket.readText());
        while (!frame.path("type").asText().equals(type)) {
            frame = JSON.readTree(socket.readText());
        }
        return frame;
    }

    private static String handOver(Talk customer, RawClient agent) throws IOException {
        ask(customer);
        JsonNode offer = readUntil(agent, "offer");
        agent.sendText(accept(offer).replace('\'', '"'));
        readUntil(agent, "result");
        return offer.at("/conversation/id").asText();
    }

    private static String handOver(Talk customer, Talk agent) {
        ask(customer);
        JsonNode offer = agent.hear("offer");
        agent.say(accept(offer)).hear("result");
        return offer.at("/conversation/id").asText();
    }

    private static void ask(Talk customer) {
        customer.say("{'type':'hello','channel':'web','account':'main'}").hear("welcome");
        customer.say(text("first", "转人工")).hear("ack");
    }

    private static String accept(JsonNode offer) {
        return "{'type':'accept','re':'r1','conversation':'%s','fence':%d}"
                .formatted(offer.at("/conversation/id").asText(), offer.path("fence").asLong());
    }

    private static void end(Talk agent, String conversation) {
        agent.say("{'type':'close','re':'end','conversation':'" + conversation + "'}")
                .hear("result", it -> it.path("re").asText().equals("end"));
    }

    private static List<Long> seqs(Talk talk) {
        return talk.heard("message").stream().map(it -> it.at("/message/seq").asLong()).toList();
    }

    private static List<Long> numbers(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static String text(String id, String text) {
        return "{'type':'message','id':'%s','content':{'type':'text','text':'%s'}}"
                .formatted(id, text);
    }

    private static String hello(String more) {
        String token = Caller.staff(hub, "agent1").token();
        return "{\"type\":\"hello\",\"token\":\"" + token + "\"" + more.replace('\'', '"') + "}";
    }
}
