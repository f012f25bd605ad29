package io.serai.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import io.serai.Beside;
import io.serai.Caller;
import io.serai.HubProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * What docs/protocol.md promises to customers and agents, asked of the whole hub over real sockets.
 */
@Beside
class ProtocolTest {

    private static final String SECRET = "a secret of the merchant's that only this test knows";
    private static final String HELLO = "{'type':'hello','channel':'web','account':'main'}";

    @TempDir private static Path folder;

    private static HubProcess hub;

    @BeforeAll
    static void open() throws IOException {
        hub =
                new HubProcess(
                                folder,
                                "serai.web.main.identity-secret=" + SECRET,
                                "serai.assignment.grace=1s",
                                "serai.reload.watch=false")
                        .start();
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    @Test
    void whatAnAgentSaysOfHisPresenceOnOneDeskHisOthersAreTold() {
        try (Talk one = agent("agent1");
                Talk other = agent("agent1")) {
            other.hear("presence");

            one.say("{'type':'presence','re':'p','state':'away'}").hear("result");

            assertThat(other.hear("presence").path("state").asText()).isEqualTo("away");
            try (Talk third = agent("agent1")) {
                assertThat(third.hear("presence").path("state").asText()).isEqualTo("away");
            }
        }
    }

    @Test
    void aMessageIsAcknowledgedAndAnswered() {
        try (Talk customer = new Talk(hub, "/ws/customer")) {
            JsonNode welcome = customer.say(HELLO).hear("welcome");

            customer.say(text("m1", "怎么退货"));

            JsonNode ack = customer.hear("ack");
            assertThat(ack.path("seq").asLong()).isEqualTo(1);
            assertThat(ack.path("duplicate").asBoolean()).isFalse();
            JsonNode reply = customer.hearFrom("bot");
            assertThat(reply.path("seq").asLong()).isEqualTo(2);
            assertThat(reply.path("conversation")).isEqualTo(welcome.path("conversation"));
            assertThat(reply.at("/content/text").asText()).contains("七天无理由");
        }
    }

    @Test
    void theSameIdAgainIsOneMessage() {
        try (Talk customer = new Talk(hub, "/ws/customer")) {
            customer.say(HELLO).hear("welcome");

            customer.say(text("m1", "怎么退货")).say(text("m1", "怎么退货"));

            assertThat(customer.hear("ack").path("duplicate").asBoolean()).isFalse();
            JsonNode again = customer.hear("ack");
            assertThat(again.path("duplicate").asBoolean()).isTrue();
            assertThat(again.path("seq").asLong()).isEqualTo(1);
        }
    }

    @Test
    void anIdIsMeasuredInCharacters() {
        String longest = "😀".repeat(128);
        try (Talk customer = new Talk(hub, "/ws/customer")) {
            customer.say(HELLO).hear("welcome");

            JsonNode ack = customer.say(text(longest, "long")).hear("ack");
            assertThat(ack.path("id").asText()).isEqualTo(longest);
            customer.say(text(longest + "x", "too long")).hear("error");
        }
    }

    @Test
    void whoComesBackGetsExactlyWhatWasMissedInOrder() {
        String token;
        try (Talk customer = new Talk(hub, "/ws/customer")) {
            token = customer.say(HELLO).hear("welcome").path("token").asText();
            IntStream.range(0, 5).forEach(i -> customer.say(text("m" + i, "怎么退货 " + i)));
            IntStream.range(0, 5).forEach(i -> customer.hearFrom("bot"));
        }

        try (Talk again = new Talk(hub, "/ws/customer")) {
            again.say(
                    "{'type':'hello','channel':'web','account':'main','after':3,'token':'"
                            + token
                            + "'}");

            assertThat(again.hear("welcome").path("lastSeq").asLong()).isEqualTo(10);
            assertThat(
                            IntStream.range(0, 7)
                                    .mapToObj(
                                            i -> again.hear("message").at("/message/seq").asLong()))
                    .containsExactly(4L, 5L, 6L, 7L, 8L, 9L, 10L);
        }
    }

    @Test
    void aCursorFromElsewhereIsToldToReload() {
        try (Talk customer = new Talk(hub, "/ws/customer")) {
            customer.say("{'type':'hello','channel':'web','account':'main','after':999}");

            customer.hear("welcome");
            assertThat(customer.hear("reload").path("reason").asText()).contains("after 0");
        }
    }

    @Test
    void allDevicesOfACustomerSeeTheSame() {
        try (Talk phone = new Talk(hub, "/ws/customer");
                Talk laptop = new Talk(hub, "/ws/customer")) {
            String token = phone.say(HELLO).hear("welcome").path("token").asText();
            laptop.say("{'type':'hello','channel':'web','account':'main','token':'" + token + "'}")
                    .hear("welcome");

            phone.say(text("m1", "怎么退货"));

            assertThat(laptop.hearFrom("customer").path("clientId").asText()).isEqualTo("m1");
            assertThat(laptop.hearFrom("bot").path("seq").asLong()).isEqualTo(2);
        }
    }

    @Test
    void tokensThatAreForgedExpiredOrOfAnotherAccountCloseTheSocket() throws Exception {
        Instant past = Instant.now().minusSeconds(60);
        assertRefused(hello("rubbish"), "bad-token");
        assertRefused(hello(jwt("C1", past, SECRET)), "expired-token");
        assertRefused(hello(jwt("C1", Instant.now().plusSeconds(60), SECRET + "x")), "bad-token");
        assertRefused(text("m1", "no hello"), "not-hello");
        try (Talk customer = new Talk(hub, "/ws/customer")) {
            String token = customer.say(HELLO).hear("welcome").path("token").asText();
            assertRefused(
                    "{'type':'hello','channel':'app','account':'main','token':'" + token + "'}",
                    "bad-token");
        }
    }

    @Test
    void aMerchantIsToldWhatIsWrongWithItsToken() throws Exception {
        Instant inTwoDays = Instant.now().plusSeconds(172_800);
        assertThat(assertRefused(hello(jwt("C1", inTwoDays, SECRET)), "bad-token"))
                .contains("is good for longer than 24 h");
        assertThat(assertRefused(hello(jwt("C1", inTwoDays, SECRET + "x")), "bad-token"))
                .contains("has a wrong signature");
    }

    @Test
    void theMerchantsCustomerIsKnownByItsSignedAttributes() throws Exception {
        String token = jwt("C777", Instant.now().plusSeconds(60), SECRET);
        try (Talk customer = new Talk(hub, "/ws/customer")) {
            customer.say(hello(token)).hear("welcome");
            customer.say(text("m1", "怎么退货"));
            customer.hearFrom("bot");

            JsonNode mine =
                    Caller.staff(hub, "supervisor")
                            .get("/api/v1/conversations?owner=all")
                            .valueStream()
                            .filter(it -> it.path("user").asText().equals("C777"))
                            .findFirst()
                            .orElseThrow();
            assertThat(mine.at("/attributes/customer").asText()).isEqualTo("C777");
            assertThat(mine.path("name").asText()).isEqualTo("王五");
        }
    }

    @Test
    void badFramesAreNamedAndHarmNothing() {
        try (Talk customer = new Talk(hub, "/ws/customer")) {
            customer.say(HELLO).hear("welcome");

            for (String bad :
                    List.of(
                            "not json",
                            "[]",
                            "{'type':'dance'}",
                            "{'type':'message','content':{'type':'text','text':'no id'}}",
                            "{'type':'message','id':'x','content':{'type':'signal','name':'subscribe'}}",
                            "{'type':'message','id':'x','content':{'type':'dance'}}",
                            "{'type':'message','id':'x','content':{'type':'card'}}",
                            "{'type':'message','id':'x'}")) {
                assertThat(customer.say(bad).hear("error").path("code").asText())
                        .isEqualTo("bad-frame");
            }
            assertThat(customer.say("{'type':'message','id':5}").hear("error").path("id").asText())
                    .isEqualTo("5");
            assertThat(customer.say(text("m1", "怎么退货")).hear("ack").path("seq").asLong())
                    .isEqualTo(1);
        }
    }

    @Test
    void whateverAnAgentWritesForReComesBackAsItIs() {
        try (Talk agent = agent("agent1")) {
            for (String re : List.of("'a'", "7", "{'n':1}")) {
                JsonNode result = agent.say("{'type':'ping','re':" + re + "}").hear("result");

                assertThat(result.path("re")).hasToString(re.replace('\'', '"'));
            }
        }
    }

    @Test
    void aHelloIsToldWhichOfItsFieldsIsWrong() {
        try (Talk agent = new Talk(hub, "/ws/agent")) {
            String token = Caller.staff(hub, "agent1").token();
            agent.say("{'type':'hello','token':'" + token + "','presence':'busy'}");

            assertThat(agent.hear("result").path("message").asText()).contains("\"presence\"");
        }
    }

    @Test
    void anAccountsNameIsNothingThatARouteCouldReadOtherwise() {
        Caller nobody = Caller.nobody(hub);
        for (String account : List.of("a\\u0000b", "main?block=false", "{{serai.store.user}}")) {
            String body = "{\"channel\":\"web\",\"account\":\"" + account + "\"}";
            HttpResponse<String> answer = nobody.send("POST", "/api/v1/visitors", body);

            assertThat(answer.statusCode()).as(account).isEqualTo(400);
            assertThat(answer.body()).contains("\\\"account\\\"");
        }
    }

    @Test
    void anAccountThatIsNotThereIsUnavailableAndTheMessageStaysWithItsClient() {
        try (Talk customer = new Talk(hub, "/ws/customer")) {
            customer.say("{'type':'hello','channel':'web','account':'nowhere'}").hear("welcome");

            JsonNode error = customer.say(text("m1", "hello")).hear("error");

            assertThat(error.path("code").asText()).isEqualTo("unavailable");
            assertThat(error.path("id").asText()).isEqualTo("m1");
        }
    }

    @Test
    void aHumanTakesOverAnswersHandsOnAndCloses() throws Exception {
        try (Talk one = agent("agent1");
                Talk two = agent("agent2");
                Talk customer = new Talk(hub, "/ws/customer")) {
            String id = customer.say(HELLO).hear("welcome").path("conversation").asText();
            customer.say(text("m1", "转人工"));
            boolean first = offeredToFirst(id);
            Talk owner = first ? one : two;
            Talk other = first ? two : one;
            JsonNode offer =
                    owner.hear("offer", frame -> frame.at("/conversation/id").asText().equals(id));

            assertResult(
                    other,
                    "{'type':'accept','conversation':'"
                            + id
                            + "','fence':"
                            + offer.path("fence")
                            + ",'re':'1'}",
                    "not-yours");
            assertResult(
                    owner,
                    "{'type':'accept','conversation':'" + id + "','fence':1,'re':'2'}",
                    "stale");
            assertResult(
                    owner,
                    "{'type':'accept','conversation':'"
                            + id
                            + "','fence':"
                            + offer.path("fence")
                            + ",'re':'3'}",
                    "");
            assertThat(customer.hear("queue", frame -> frame.path("position").asInt() == 0))
                    .isNotNull();

            assertResult(other, reply(id, "r0", "not mine"), "not-yours");
            assertResult(owner, reply(id, "r0", ""), "bad-frame");
            assertResult(owner, reply(id, "r1", "您好"), "");
            assertResult(owner, reply(id, "r1", "您好"), "");
            JsonNode heard = customer.hearFrom("agent");
            assertThat(heard.at("/content/text").asText()).isEqualTo("您好");
            customer.say("{'type':'typing','on':true}");
            owner.hear("typing");
            customer.say("{'type':'read','seq':" + heard.path("seq") + "}");
            assertThat(owner.hear("status").path("status").asText()).isEqualTo("read");

            customer.say(text("m2", "在吗"));
            assertThat(
                            owner.hear(
                                    "message",
                                    it -> it.at("/message/clientId").asText().equals("m2")))
                    .isNotNull();
            customer.hear("ack", it -> it.path("id").asText().equals("m2"));

            assertResult(
                    owner,
                    "{'type':'transfer','conversation':'"
                            + id
                            + "','agent':'"
                            + (first ? "agent2" : "agent1")
                            + "','re':'t'}",
                    "");
            JsonNode handed =
                    other.hear("offer", frame -> frame.at("/conversation/id").asText().equals(id));
            assertResult(
                    other,
                    "{'type':'accept','conversation':'"
                            + id
                            + "','fence':"
                            + handed.path("fence")
                            + ",'re':'4'}",
                    "");
            assertResult(owner, reply(id, "r2", "still mine?"), "not-yours");
            assertResult(other, "{'type':'close','conversation':'" + id + "','re':'c'}", "");

            customer.say(text("m3", "怎么退货"));
            assertThat(customer.hearFrom("bot").at("/content/text").asText()).contains("七天无理由");
            assertThat(
                            customer.heard("message").stream()
                                    .filter(it -> it.at("/message/clientId").asText().equals("r1")))
                    .hasSize(1);
        }
    }

    @Test
    void whatAnAgentAnswersAtOneDeskIsReadAtTheOther() throws Exception {
        try (Talk one = agent("agent2");
                Talk other = agent("agent2");
                Talk customer = new Talk(hub, "/ws/customer")) {
            String id = customer.say(HELLO).hear("welcome").path("conversation").asText();
            customer.say(text("m1", "转人工"));
            JsonNode offer =
                    one.hear("offer", frame -> frame.at("/conversation/id").asText().equals(id));
            String fence = "','fence':" + offer.path("fence") + ",'re':'a'}";
            assertResult(one, "{'type':'accept','conversation':'" + id + fence, "");

            assertResult(one, reply(id, "r1", "您好"), "");

            JsonNode read =
                    other.hear("conversation", it -> it.at("/conversation/readSeq").asLong() > 0)
                            .path("conversation");
            assertThat(read.path("unread").asLong()).isZero();
            assertThat(read)
                    .as("as a page that opens now has it")
                    .isEqualTo(Caller.staff(hub, "agent2").get("/api/v1/conversations/" + id));
            assertResult(one, "{'type':'close','conversation':'" + id + "','re':'c'}", "");
        }
    }

    @Test
    void anAgentWhoIsGoneGivesBackWhatWasHeldAndSeesNothingOfOthers() throws Exception {
        try (Talk customer = new Talk(hub, "/ws/customer")) {
            String id = customer.say(HELLO).hear("welcome").path("conversation").asText();
            try (Talk agent = agent("agent1")) {
                customer.say(text("m1", "转人工"));
                JsonNode offer =
                        agent.hear(
                                "offer", frame -> frame.at("/conversation/id").asText().equals(id));
                assertResult(
                        agent,
                        "{'type':'accept','conversation':'"
                                + id
                                + "','fence':"
                                + offer.path("fence")
                                + ",'re':'a'}",
                        "");
                String messages = "/api/v1/conversations/" + id + "/messages";
                Caller holder = Caller.staff(hub, "agent1");
                assertThat(Caller.staff(hub, "agent2").status(messages)).isEqualTo(404);
                assertThat(holder.status(messages)).isEqualTo(200);
                assertThat(holder.status("/api/v1/conversations?owner=all")).isEqualTo(403);
            }

            assertThat(customer.hear("queue", frame -> frame.path("position").asInt() > 0))
                    .isNotNull();
        }
    }

    @Test
    void whereNoSocketGetsThroughRestDoesTheSame() throws Exception {
        JsonNode visitor =
                Caller.nobody(hub)
                        .post("/api/v1/visitors", "{\"channel\":\"web\",\"account\":\"main\"}");
        Caller customer = Caller.holding(hub, visitor.path("token").asText());
        String question = text("m1", "怎么退货").replace('\'', '"');

        CompletableFuture<JsonNode> poll =
                CompletableFuture.supplyAsync(
                        () -> customer.get("/api/v1/customer/messages?after=1&wait=20"));
        JsonNode ack = customer.post("/api/v1/customer/messages", question);
        JsonNode again = customer.post("/api/v1/customer/messages", question);

        assertThat(ack.path("seq").asLong()).isEqualTo(1);
        assertThat(again.path("duplicate").asBoolean()).isTrue();
        assertThat(poll.get().at("/messages/0/seq").asLong()).isEqualTo(2);
        assertThat(customer.get("/api/v1/customer/messages?after=99").path("lastSeq").asLong())
                .isEqualTo(2);
        String long64K = text("m2", "x".repeat(65_536)).replace('\'', '"');
        assertThat(customer.send("POST", "/api/v1/customer/messages", long64K).statusCode())
                .isEqualTo(413);
        for (Caller stranger : List.of(Caller.holding(hub, "rubbish"), Caller.nobody(hub))) {
            assertThat(stranger.send("GET", "/api/v1/customer/messages?after=0"))
                    .matches(it -> it.statusCode() == 401, "401")
                    .matches(it -> it.headers().map().containsKey("WWW-Authenticate"), "says how");
        }
    }

    @Test
    void theMerchantsWordOverRestIsGoodForTheChannelsItIsGivenFor() throws Exception {
        Caller merchants = Caller.holding(hub, jwt("C778", Instant.now().plusSeconds(60), SECRET));

        assertThat(read(merchants, "web")).isEqualTo(200);
        assertThat(read(merchants, "wechat")).isEqualTo(400);
    }

    private static int read(Caller customer, String channel) throws Exception {
        HttpRequest request =
                customer.request("/api/v1/customer/messages")
                        .header("X-Serai-Channel", channel)
                        .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    /** True if it was offered to agent1, false if to agent2. */
    private boolean offeredToFirst(String id) {
        org.awaitility.Awaitility.await().until(() -> holds("agent1", id) || holds("agent2", id));
        return holds("agent1", id);
    }

    private boolean holds(String agent, String id) {
        return Caller.staff(hub, agent)
                .get("/api/v1/conversations?owner=me")
                .valueStream()
                .anyMatch(it -> it.path("id").asText().equals(id));
    }

    /** What the customer is told. */
    private String assertRefused(String frame, String code) {
        try (Talk customer = new Talk(hub, "/ws/customer")) {
            JsonNode error = customer.say(frame).hear("error");
            assertThat(error.path("code").asText()).isEqualTo(code);
            assertThat(customer.closeCode()).isEqualTo(1008);
            return error.path("message").asText();
        }
    }

    private static void assertResult(Talk agent, String frame, String code) {
        JsonNode result = agent.say(frame).hear("result");
        assertThat(result.path("code").asText("").replace("null", "")).isEqualTo(code);
        assertThat(result.path("ok").asBoolean()).isEqualTo(code.isEmpty());
    }

    private static String text(String id, String text) {
        return "{'type':'message','id':'"
                + id
                + "','content':{'type':'text','text':'"
                + text
                + "'}}";
    }

    private static String reply(String conversation, String id, String text) {
        return "{'type':'reply','conversation':'"
                + conversation
                + "','id':'"
                + id
                + "','re':'"
                + id
                + "','content':{'type':'text','text':'"
                + text
                + "'}}";
    }

    private static String hello(String token) {
        return "{'type':'hello','channel':'web','account':'main','token':'" + token + "'}";
    }

    private static String jwt(String customer, Instant expires, String secret) throws Exception {
        SignedJWT jwt =
                new SignedJWT(
                        new JWSHeader(JWSAlgorithm.HS256),
                        new JWTClaimsSet.Builder()
                                .subject(customer)
                                .claim("name", "王五")
                                .expirationTime(Date.from(expires))
                                .build());
        jwt.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
        return jwt.serialize();
    }

    private Talk agent(String login) {
        Talk talk = new Talk(hub, "/ws/agent");
        talk.say("{'type':'hello','token':'" + Caller.staff(hub, login).token() + "'}")
                .hear("welcome");
        return talk;
    }
}
