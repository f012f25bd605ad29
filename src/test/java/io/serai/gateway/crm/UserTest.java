package io.serai.gateway.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.gateway.Answer;
import io.serai.gateway.FakeSystem;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;
import io.serai.gateway.Hub;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One question to three systems, each a server of its own. */
class UserTest {

    private static final String USER = "direct:system.user.get";
    private static final String FILE = "routes/systems/user.camel.yaml";

    private FakeSystem wecom;
    private FakeSystem zendesk;
    private SalesforceOrg salesforce;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        wecom = new FakeSystem();
        zendesk = new FakeSystem();
        salesforce = new SalesforceOrg();
        wecom.answers(request -> member(request, "{\"errcode\":60111,\"errmsg\":\"not found\"}"));
        zendesk.answers(request -> Reply.json(404, "{\"error\":\"RecordNotFound\"}"));
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.wecom.url", wecom.url());
        settings.put("serai.systems.wecom.corp-id", "wwFAKE");
        settings.put("serai.systems.wecom.corp-secret", "secret");
        settings.put("serai.systems.zendesk.url", zendesk.url());
        settings.put("serai.systems.salesforce.url", salesforce.server.url());
        settings.put("serai.systems.salesforce.client-id", "3MVG9FAKE");
        settings.put("serai.systems.salesforce.client-secret", "FAKESECRET");
        hub =
                new Hub(
                        List.of("routes/systems/wecom.camel.yaml"),
                        settings,
                        (camel, clock) ->
                                SalesforceBeans.bind(
                                        camel, settings, new SimpleMeterRegistry(), clock));
        hub.load("routes/systems/zendesk.camel.yaml");
        hub.load("routes/systems/salesforce.camel.yaml");
        hub.load(FILE);
    }

    @AfterEach
    void stop() {
        hub.close();
        wecom.close();
        zendesk.close();
        salesforce.close();
    }

    private static Reply member(Asked request, String answer) {
        return request.uri().startsWith("/cgi-bin/gettoken")
                ? Reply.json(200, "{\"errcode\":0,\"access_token\":\"t\",\"expires_in\":7200}")
                : Reply.json(200, answer);
    }

    private void zhangIsInWecom() {
        wecom.answers(
                request ->
                        member(
                                request,
                                "{\"errcode\":0,\"userid\":\"zhangsan\",\"name\":\"张三\",\"department\":[1],\"mobile\":\"13800000000\"}"));
    }

    private void zhangIsInZendesk() {
        String user =
                "{\"id\":20978392,\"name\":\"张三\",\"email\":\"zhangsan@example.cn\",\"phone\":null}";
        zendesk.answers(
                request ->
                        Reply.json(
                                200,
                                request.uri().contains("search")
                                        ? "{\"users\":[" + user + "],\"next_page\":null}"
                                        : "{\"user\":" + user + "}"));
    }

    @Test
    void theFirstSourceThatKnowsAnswersAndSaysSo() {
        zhangIsInWecom();
        zhangIsInZendesk();

        Answer answer = hub.ask(USER, "zhangsan");

        assertThat(answer.system()).isEqualTo("wecom");
        assertThat(answer.data())
                .hasToString(
                        "{\"source\":\"wecom\",\"id\":\"zhangsan\",\"name\":\"张三\",\"phone\":\"13800000000\"}");
        assertThat(zendesk.asked).isEmpty();
    }

    @Test
    void whatIsAskedForSaysWhichSourceComesFirst() {
        zhangIsInWecom();
        zhangIsInZendesk();

        Answer byEmail = hub.ask(USER, "zhangsan@example.cn");
        Answer byNumber = hub.ask(USER, "20978392");

        assertThat(byEmail.system()).isEqualTo("zendesk");
        assertThat(byNumber.system()).isEqualTo("zendesk");
        assertThat(byNumber.data())
                .hasToString(
                        "{\"source\":\"zendesk\",\"id\":\"20978392\",\"name\":\"张三\",\"email\":\"zhangsan@example.cn\"}");
        assertThat(wecom.asked).isEmpty();
    }

    @Test
    void aSourceThatIsNamedIsAskedBeforeTheOthers() {
        zhangIsInWecom();
        zhangIsInZendesk();

        Answer byPrefix = hub.ask(USER, "wecom:zhangsan@example.cn");
        Answer byField = hub.ask(USER, Map.of("source", "wecom", "id", "20978392"));

        assertThat(byPrefix.system()).isEqualTo("wecom");
        assertThat(byField.system()).isEqualTo("wecom");
        assertThat(zendesk.asked).isEmpty();
    }

    @Test
    void whenOneDoesNotKnowTheNextIsAsked() {
        salesforce.then(
                Reply.json(
                        200,
                        "{\"done\":true,\"records\":[{\"Id\":\"0035g00000FAKE1AAA\",\"LastName\":\"张\",\"FirstName\":\"三\",\"Account\":{\"Name\":\"示例公司\"}}]}"));

        Answer answer = hub.ask(USER, "zhangsan@example.cn");

        assertThat(answer.system()).isEqualTo("salesforce");
        assertThat(answer.data())
                .hasToString(
                        "{\"source\":\"salesforce\",\"id\":\"0035g00000FAKE1AAA\",\"name\":\"张三\",\"company\":\"示例公司\"}");
        assertThat(zendesk.asked).hasSize(1);
    }

    @Test
    void whenOneIsDownTheNextIsAsked() {
        zendesk.close();
        salesforce.then(
                Reply.json(
                        200,
                        "{\"done\":true,\"records\":[{\"Id\":\"0035g00000FAKE1AAA\",\"LastName\":\"张\"}]}"));

        Answer answer = hub.ask(USER, "zhangsan@example.cn");

        assertThat(answer.state()).isEqualTo(Answer.State.FRESH);
        assertThat(answer.system()).isEqualTo("salesforce");
    }

    @Test
    void whenOneFailsInItsRouteOrHasNoneTheNextIsAsked(@TempDir Path folder) throws Exception {
        zhangIsInZendesk();
        Path file = folder.resolve("user.camel.yaml");
        Files.writeString(
                file,
                Files.readString(Path.of(FILE)).replace("zendesk, wecom", "gone, sick, zendesk")
                        + """

                        - route:
                            id: system-user-sick
                            from:
                              uri: direct:user-source.sick
                              steps:
                                - setBody: {constant: not an answer}
                                - bean: {ref: userSources, method: "shape(*, 'id=id')"}
                        """);
        hub.load(file.toString());

        Answer answer = hub.ask(USER, "20978392");
        zendesk.answers(request -> Reply.json(404, "{}"));
        Answer perhaps = hub.ask(USER, "20978393");

        assertThat(answer.system()).isEqualTo("zendesk");
        assertThat(perhaps.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(perhaps.error()).isEqualTo("there is no route direct:user-source.gone");
    }

    @Test
    void ofSeveralWhomASearchFindsItIsWhoHasTheAddress() {
        zendesk.answers(
                request ->
                        Reply.json(
                                200,
                                """
                                {"users":[{"id":1,"name":"李","email":"mr.li@example.cn"},
                                          {"id":2,"name":"李四","email":"Li@example.cn"}]}\
                                """));

        Answer li = hub.ask(USER, "zendesk:li@example.cn");
        Answer nobody = hub.ask(USER, "zendesk:i@example.cn");

        assertThat(li.data()).isNotNull();
        assertThat(li.data().path("id").asText()).isEqualTo("2");
        assertThat(nobody.data()).isNull();
        assertThat(nobody.error()).isEqualTo("it finds several users by that email address");
    }

    @Test
    void nobodyKnowsIsAnAnswerOnlyIfAllCouldBeAsked() {
        Answer unknown = hub.ask(USER, "zhangsan");
        wecom.close();

        Answer perhaps = hub.ask(USER, "lisi");

        assertThat(unknown.unknown()).isTrue();
        assertThat(unknown.error()).isNull();
        assertThat(perhaps.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(perhaps.system()).isEqualTo("wecom");
    }

    @Test
    void whoNamesNobodyIsToldNobody() {
        zhangIsInWecom();

        Answer answer = hub.ask(USER, Map.of("source", "wecom"));

        assertThat(answer.data()).isNull();
        assertThat(answer.error()).startsWith("a userid has letters");
    }

    @Test
    void onlyASourceCanBeNamed() {
        for (String evil :
                new String[] {
                    "evil:x", "get:x", "../x:y", "salesforce.contact.save:x", "http://x"
                }) {
            Answer answer = hub.ask(USER, evil);

            assertThat(answer.error()).startsWith("there is no source");
        }
        assertThat(zendesk.asked).isEmpty();
        assertThat(wecom.asked).isEmpty();
        assertThat(salesforce.server.asked).isEmpty();
    }

    @Test
    void theOrderIsChangedWhileTheHubRuns(@TempDir Path folder) throws Exception {
        zhangIsInWecom();
        zhangIsInZendesk();
        hub.ask(USER, "zhangsan@example.cn");
        Path file = folder.resolve("user.camel.yaml");

        Files.writeString(
                file,
                Files.readString(Path.of(FILE))
                        .replace("zendesk, salesforce, wecom", "wecom, zendesk"));
        hub.load(file.toString());
        Answer answer = hub.ask(USER, "lisi@example.cn");

        assertThat(answer.system()).isEqualTo("wecom");
        assertThat(zendesk.asked).hasSize(1);
    }
}
