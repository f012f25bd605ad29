package io.serai.gateway.crm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.serai.gateway.Answer;
import io.serai.gateway.FakeSystem;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.gateway.Hub;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

class WecomDirectoryTest {

    private static final String USER = "direct:system.wecom.user";

    /** What a base app is given since 2022: no mobile, no avatar, no email. */
    private static final String ZHANG =
            "{\"errcode\":0,\"errmsg\":\"ok\",\"userid\":\"zhangsan\",\"name\":\"张三\","
                    + "\"department\":[1,2],\"position\":\"客服\"}";

    private final AtomicInteger tokens = new AtomicInteger();
    private final Map<String, String> settings = new HashMap<>();
    private FakeSystem wecom;
    private Hub hub;
    private volatile String answer = ZHANG;
    private volatile int expired = 42001;
    private volatile long life = 7200;

    @BeforeEach
    void start() throws Exception {
        wecom = new FakeSystem();
        wecom.answers(this::platform);
        settings.put("serai.systems.wecom.url", wecom.url());
        settings.put("serai.systems.wecom.corp-id", "wwFAKE");
        settings.put("serai.systems.wecom.corp-secret", "s&cret");
        hub = new Hub("routes/systems/wecom.camel.yaml", settings);
    }

    @AfterEach
    void stop() {
        hub.close();
        wecom.close();
    }

    /** Tokens are t1, t2 … of which only the newest is good. All answers are HTTP 200. */
    private Reply platform(Asked request) {
        if (request.uri().startsWith("/cgi-bin/gettoken?")) {
            return Reply.json(
                    200,
                    "{\"errcode\":0,\"errmsg\":\"ok\",\"access_token\":\"t"
                            + tokens.incrementAndGet()
                            + "\",\"expires_in\":"
                            + life
                            + "}");
        }
        boolean good = request.uri().endsWith("&access_token=t" + tokens.get());
        return Reply.json(
                200,
                good
                        ? answer
                        : "{\"errcode\":" + expired + ",\"errmsg\":\"access_token expired\"}");
    }

    @Test
    void aMemberIsReadWithTheTokenOfTheSecret() {
        Answer first = hub.ask(USER, "zhangsan");
        Answer other = hub.ask(USER, "LiSi@corp");

        assertThat(first.state()).isEqualTo(Answer.State.FRESH);
        assertThat(first.data())
                .hasToString(
                        "{\"userid\":\"zhangsan\",\"name\":\"张三\",\"department\":[1,2],\"position\":\"客服\"}");
        assertThat(other.data()).isNotNull();
        assertThat(wecom.asked)
                .extracting(Asked::uri)
                .containsExactly(
                        "/cgi-bin/gettoken?corpid=wwFAKE&corpsecret=s%26cret",
                        "/cgi-bin/user/get?userid=zhangsan&access_token=t1",
                        "/cgi-bin/user/get?userid=LiSi%40corp&access_token=t1");
    }

    @ParameterizedTest
    @CsvSource({"42001", "40014"})
    void aTokenThatIsNoLongerGoodIsRenewedOnceAndTheCallRepeatedOnce(int code) {
        hub.ask(USER, "zhangsan");
        expired = code;
        tokens.incrementAndGet();

        Answer answer = hub.ask(USER, "lisi");

        assertThat(answer.state()).isEqualTo(Answer.State.FRESH);
        assertThat(wecom.asked("/cgi-bin/gettoken")).isEqualTo(2);
        assertThat(wecom.asked("/cgi-bin/user/get")).isEqualTo(3);
    }

    @Test
    void aPlatformThatRefusesEvenANewTokenIsNotAskedForEver() {
        answer = "{\"errcode\":40014,\"errmsg\":\"invalid access_token\"}";

        Answer answer = hub.ask(USER, "zhangsan");

        assertThat(answer.error())
                .isEqualTo(
                        "it refuses the hub's credentials (errcode 40014); check"
                                + " serai.systems.wecom.corp-id and corp-secret");
        assertThat(wecom.asked("/cgi-bin/user/get")).isEqualTo(2);
        assertThat(wecom.asked("/cgi-bin/gettoken")).isEqualTo(2);
    }

    @Test
    void aHundredThatAskAtOnceFetchOneToken() throws Exception {
        List<Answer> answers;
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger user = new AtomicInteger();
            Callable<Answer> ask = () -> hub.ask(USER, "user" + user.incrementAndGet() % 10);
            answers =
                    askers.invokeAll(Stream.generate(() -> ask).limit(100).toList()).stream()
                            .map(it -> it.resultNow())
                            .toList();
        }

        assertThat(answers).allMatch(it -> it.data() != null);
        assertThat(wecom.asked("/cgi-bin/gettoken")).isEqualTo(1);
    }

    @Test
    void aTokenThatComesTooLateForItsCallIsThereForTheNext() throws Exception {
        hub.close();
        settings.put("serai.systems.wecom.patience", "300ms");
        settings.put("serai.systems.wecom.retries", "0");
        hub = new Hub("routes/systems/wecom.camel.yaml", settings);
        CompletableFuture<Void> hurry = new CompletableFuture<>();
        wecom.answers(
                request -> {
                    if (request.uri().startsWith("/cgi-bin/gettoken?")) {
                        hurry.join();
                    }
                    return platform(request);
                });

        assertThat(hub.ask(USER, "zhangsan").state()).isEqualTo(Answer.State.UNAVAILABLE);
        hurry.complete(null);

        await().untilAsserted(() -> assertThat(hub.ask(USER, "lisi").error()).isNull());
        assertThat(wecom.asked("/cgi-bin/gettoken")).isEqualTo(1);
    }

    @Test
    void aTokenIsRenewedBeforeItRunsOut() {
        hub.ask(USER, "zhangsan");
        hub.clock.advance(Duration.ofMinutes(116));

        hub.ask(USER, "zhangsan");

        assertThat(wecom.asked("/cgi-bin/gettoken")).isEqualTo(2);
    }

    @Test
    void aTokenGoodPastAllCalendarsIsTaken() {
        life = Long.MAX_VALUE;

        assertThat(hub.ask(USER, "zhangsan").error()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "-1,    3, it is busy (errcode -1)",
        "45009, 3, it is busy (errcode 45009)",
        "60020, 1, this machine's address is not among the app's trusted ones (errcode 60020)",
        "48002, 1, the app may not read this of the directory (errcode 48002)",
        "60011, 1, the app may not read this of the directory (errcode 60011)",
        "40058, 1, it refuses the request (errcode 40058)",
    })
    void anErrcodeIsAFailureAlsoWithHttp200(int code, int times, String words) {
        answer = "{\"errcode\":" + code + ",\"errmsg\":\"x, hint: [1], from ip: 1.2.3.4\"}";

        Answer answer = hub.ask(USER, "zhangsan");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error()).isEqualTo(words);
        assertThat(wecom.asked("/cgi-bin/user/get")).isEqualTo(times);
    }

    @Test
    void nobodyOfThatNameIsAnAnswer() {
        answer = "{\"errcode\":60111,\"errmsg\":\"userid not found\"}";

        Answer answer = hub.ask(USER, "nobody");

        assertThat(answer.unknown()).isTrue();
        assertThat(answer.error()).isNull();
    }

    @Test
    void aSecretThatIsRefusedIsSaidByItsKey() {
        wecom.answers(
                request ->
                        Reply.json(200, "{\"errcode\":40001,\"errmsg\":\"invalid credential\"}"));

        Answer answer = hub.ask(USER, "zhangsan");

        assertThat(answer.error()).endsWith("check serai.systems.wecom.corp-id and corp-secret");
        assertThat(wecom.asked).hasSize(1);
    }

    @Test
    void nonsenseIsAgainstTheContract() {
        answer = "{\"errcode\":0,\"userid\":\"zhangsan\"}";

        assertThat(hub.ask(USER, "zhangsan").error())
                .isEqualTo("its answer has no userid, name or department");
    }

    @Test
    void whatCannotBeAUseridIsNeverSent() {
        for (String key : List.of("", "a b", "a&access_token=x", "张三", "x".repeat(65))) {
            assertThat(hub.ask(USER, key).error()).startsWith("a userid has");
        }
        assertThat(wecom.asked).isEmpty();
    }
}
