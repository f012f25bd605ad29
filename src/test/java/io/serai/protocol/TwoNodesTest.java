package io.serai.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;
import io.serai.engines.Engines;
import io.serai.engines.Redis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Two whole hubs on one PostgreSQL, one Kafka and one Redis: who is where makes no difference. */
@Beside
class TwoNodesTest {

    private static final String HELLO = "{'type':'hello','channel':'web','account':'main'}";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path folder;

    private static Redis redis;
    private static HubProcess a;
    private static HubProcess b;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void open() throws IOException {
        redis = Engines.newRedis();
        String database = Engines.postgres().freshDatabase();
        String brokers = Engines.kafka().brokers();
        a = hub("a", database, brokers).start();
        b = hub("b", database, brokers).start();
    }

    private static HubProcess hub(String name, String database, String brokers) throws IOException {
        return new HubProcess(
                Files.createDirectories(folder.resolve(name)),
                "serai.node.name=" + name,
                "serai.node.silence=2s",
                "serai.node.catch-up=2s",
                "serai.store.url=" + database,
                "serai.store.user=" + Engines.postgres().user(),
                "serai.store.password=" + Engines.postgres().password(),
                "serai.bus.brokers=" + brokers,
                "serai.redis.url=" + redis.url(),
                "serai.security.secret=the secret that both nodes of this test share",
                "serai.assignment.grace=3s",
                "serai.reload.watch=false");
    }

    @AfterAll
    static void close() {
        a.close();
        b.close();
        redis.close();
    }

    @Test
    void anAgentOnOneNodeAndACustomerOnTheOtherTalkInOrder() throws Exception {
        try (Talk agent = agent(a, "agent1", "");
                Talk customer = customer(b)) {
            String conversation = handOver(customer, agent);

            for (int i = 0; i < 20; i++) {
                customer.say(text("c" + i, "customer " + i));
                agent.say(reply(conversation, "a" + i, "agent " + i));
            }

            List<Long> toAgent = seqsUntil(agent, "customer", "c19");
            assertThat(toAgent).isEqualTo(upFrom(toAgent.getFirst(), toAgent.size()));
            List<Long> toCustomer = repliesUntil(customer, 20);
            assertThat(toCustomer).isSorted().doesNotHaveDuplicates().hasSize(20);
            customer.say("{'type':'typing','on':true}");
            agent.hear("typing", it -> it.path("conversation").asText().equals(conversation));
            customer.say("{'type':'read','seq':" + toCustomer.getLast() + "}");
            agent.hear("status", it -> it.path("status").asText().equals("read"));
            customer.say(text("c20", "not answered"));
            long last =
                    customer.hear("ack", it -> it.path("id").asText().equals("c20"))
                            .path("seq")
                            .asLong();
            agent.say("{'type':'read','conversation':'" + conversation + "','seq':9999}");
            customer.hear(
                    "status",
                    it ->
                            it.path("status").asText().equals("read")
                                    && it.path("seq").asLong() == last);
            end(agent, conversation);
        }
    }

    @Test
    void whatWasSaidWhileRedisWasAwayComesOnceAndInOrder() throws Exception {
        try (Talk agent = agent(a, "agent1", "");
                Talk customer = customer(b)) {
            String conversation = handOver(customer, agent);
            redis.kill();
            awaitRedis(a, "degraded");
            awaitRedis(b, "degraded");
            for (int i = 0; i < 10; i++) {
                customer.say(text("c" + i, "customer " + i));
                agent.say(reply(conversation, "a" + i, "agent " + i));
            }
            customer.hear("ack", it -> it.path("id").asText().equals("c9"));
            agent.hear("result", it -> it.path("re").asText().equals("a9"));
            redis.start();
            awaitRedis(a, "connected");
            awaitRedis(b, "connected");

            agent.say(reply(conversation, "last", "are you still there?"));
            customer.hear("message", it -> clientId(it).equals("last"));
            agent.hear("message", it -> clientId(it).equals("last"));

            assertThat(seqs(agent)).isEqualTo(upFrom(seqs(agent).getFirst(), 21));
            assertThat(customer.heard("message").stream().map(TwoNodesTest::clientId))
                    .filteredOn(id -> id.startsWith("a"))
                    .containsExactly(
                            IntStream.range(0, 10).mapToObj(i -> "a" + i).toArray(String[]::new));
            assertThat(seqs(customer)).isSorted().doesNotHaveDuplicates();
            end(agent, conversation);
        }
    }

    @Test
    void anAgentWhoComesBackToAnotherNodeGetsWhatWasMissedAndHowRepliesFared() throws Exception {
        try (Talk customer = customer(b)) {
            String conversation;
            long held;
            try (Talk agent = agent(a, "agent1", "")) {
                conversation = handOver(customer, agent);
                agent.say(reply(conversation, "a1", "one moment"));
                held = agent.hearFrom("agent").path("seq").asLong();
                customer.hearFrom("agent");
            }
            customer.say("{'type':'read','seq':" + held + "}");
            customer.say(text("c1", "are you there?")).hear("ack");
            customer.say(text("c2", "hello?")).hear("ack");

            try (Talk again =
                    agent(b, "agent1", ",'after':{'" + conversation + "':" + held + "}")) {
                JsonNode status = again.hear("status");
                assertThat(status.path("status").asText()).isEqualTo("read");
                assertThat(status.path("seq").asLong()).isEqualTo(held);
                assertThat(seqsUntil(again, "customer", "c2")).isEqualTo(upFrom(held + 1, 2));
            }
            try (Talk ahead = agent(b, "agent1", ",'after':{'" + conversation + "':999}")) {
                assertThat(ahead.hear("reload").path("conversation").asText())
                        .isEqualTo(conversation);
                customer.say(text("c3", "hello??"));
                assertThat(seqsUntil(ahead, "customer", "c3")).isEqualTo(upFrom(held + 3, 1));
                end(ahead, conversation);
            }
        }
    }

    @Test
    void aLongPollOnOneNodeIsWokenByWhatTheOtherStores() throws Exception {
        try (Talk customer = new Talk(a, "/ws/customer")) {
            String token = customer.say(HELLO).hear("welcome").path("token").asText();
            var poll =
                    http.sendAsync(
                            HttpRequest.newBuilder(
                                            b.hub("/api/v1/customer/messages?after=0&wait=25"))
                                    .header("Authorization", "Bearer " + token)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            customer.say(text("m1", "怎么退货"));

            long start = System.nanoTime();
            assertThat(JSON.readTree(poll.get().body()).path("messages")).isNotEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void anAgentWhoseSocketIsCutAndStaysAwayGivesBackWhatTheyHave() throws Exception {
        try (Talk customer = customer(a);
                Talk second = agent(a, "agent2", "")) {
            second.say("{'type':'presence','re':'p','state':'away'}").hear("result");
            String conversation;
            try (Talk first = agent(b, "agent1", "")) {
                conversation = handOver(customer, first);
                second.say("{'type':'presence','re':'q','state':'online'}").hear("result");
            }

            takeOver(second, conversation);
            end(second, conversation);
        }
    }

    @Test
    void theAgentsOfAKilledNodeGiveBackWhatTheyHave() throws Exception {
        try (Talk customer = customer(a);
                Talk second = agent(a, "agent2", "");
                Talk dying = agent(b, "agent1", "")) {
            second.say("{'type':'presence','re':'p','state':'away'}").hear("result");
            String conversation = handOver(customer, dying);
            second.say("{'type':'presence','re':'q','state':'online'}").hear("result");

            b.kill();

            takeOver(second, conversation);
            end(second, conversation);
        } finally {
            if (!b.handle().isAlive()) {
                b.start();
            }
        }
    }

    private void awaitRedis(HubProcess node, String state) {
        await().untilAsserted(
                        () -> {
                            JsonNode health =
                                    JSON.readTree(get(node.ops("/observe/health")).body());
                            assertThat(health.at("/components/redis/details/state").asText())
                                    .isEqualTo(state);
                            assertThat(health.at("/components/redis/status").asText())
                                    .isEqualTo("UP");
                        });
    }

    private HttpResponse<String> get(URI address) throws Exception {
        return http.send(
                HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Talk customer(HubProcess node) {
        Talk customer = new Talk(node, "/ws/customer");
        customer.say(HELLO).hear("welcome");
        return customer;
    }

    private Talk agent(HubProcess node, String login, String more) {
        Talk agent = new Talk(node, "/ws/agent");
        agent.say(
                        "{'type':'hello','token':'"
                                + Caller.staff(node, login).token()
                                + "'"
                                + more
                                + "}")
                .hear("welcome");
        return agent;
    }

    private String handOver(Talk customer, Talk agent) {
        customer.say(text("m1", "转人工"));
        JsonNode offer = agent.hear("offer");
        String conversation = offer.at("/conversation/id").asText();
        agent.say(
                        "{'type':'accept','re':'r1','conversation':'"
                                + conversation
                                + "','fence':"
                                + offer.path("fence").asLong()
                                + "}")
                .hear("result", it -> it.path("ok").asBoolean());
        return conversation;
    }

    private static void takeOver(Talk agent, String conversation) {
        JsonNode offer =
                agent.hearWithin(
                        Duration.ofSeconds(40),
                        "offer",
                        it -> it.at("/conversation/id").asText().equals(conversation));
        agent.say(
                        "{'type':'accept','re':'r2','conversation':'"
                                + conversation
                                + "','fence':"
                                + offer.path("fence").asLong()
                                + "}")
                .hear("result", it -> it.path("re").asText().equals("r2"));
    }

    private static void end(Talk agent, String conversation) {
        agent.say("{'type':'close','re':'end','conversation':'" + conversation + "'}")
                .hear("result", it -> it.path("re").asText().equals("end"));
    }

    /** The numbers of what is said until a certain message, each as often as it comes. */
    private static List<Long> seqsUntil(Talk talk, String kind, String clientId) {
        List<Long> seqs = new ArrayList<>();
        JsonNode message;
        do {
            message = talk.hear("message").path("message");
            seqs.add(message.path("seq").asLong());
        } while (!message.path("clientId").asText().equals(clientId)
                || !message.at("/sender/kind").asText().equals(kind));
        return seqs;
    }

    /** The numbers of all messages heard. */
    private static List<Long> seqs(Talk talk) {
        return talk.heard("message").stream().map(it -> it.at("/message/seq").asLong()).toList();
    }

    private static String clientId(JsonNode frame) {
        return frame.at("/message/clientId").asText();
    }

    private static List<Long> repliesUntil(Talk customer, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> customer.hearFrom("agent").path("seq").asLong())
                .toList();
    }

    private static List<Long> upFrom(long first, int count) {
        return LongStream.range(first, first + count).boxed().toList();
    }

    private static String text(String id, String text) {
        return "{'type':'message','id':'%s','content':{'type':'text','text':'%s'}}"
                .formatted(id, text);
    }

    private static String reply(String conversation, String id, String text) {
        return "{'type':'reply','re':'%s','conversation':'%s','id':'%s','content':{'type':'text','text':'%s'}}"
                .formatted(id, conversation, id, text);
    }
}
