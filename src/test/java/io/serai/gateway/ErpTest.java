package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.gateway.FakeSystem.Asked;
import io.serai.gateway.FakeSystem.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Against exchanges made by node-soap, replayed by a real server. */
class ErpTest {

    private static final String SHIPMENTS = "direct:system.erp.shipments";

    private final JsonNode vectors;
    private FakeSystem erp;
    private Hub hub;

    ErpTest() throws Exception {
        vectors =
                Json.MAPPER.readTree(
                        Files.readString(
                                Path.of(
                                        "src/test/resources/vectors/soap/retail-erp-messages.json")));
    }

    @BeforeEach
    void start() throws Exception {
        erp = new FakeSystem();
        hub =
                new Hub(
                        "routes/systems/erp.camel.yaml",
                        Map.of(
                                "serai.systems.erp.url", erp.url() + "/erp/retail",
                                "serai.systems.erp.auth", "basic",
                                "serai.systems.erp.username", "hub",
                                "serai.systems.erp.password", "密码",
                                "serai.systems.erp.timeout", "3000",
                                "serai.systems.erp.breaker.minimum-calls", "4"));
    }

    @AfterEach
    void stop() {
        hub.close();
        erp.close();
    }

    private JsonNode vector(String list, String name) {
        for (JsonNode vector : vectors.path(list)) {
            if (vector.path("name").asText().equals(name)) {
                return vector;
            }
        }
        throw new AssertionError("no vector " + name);
    }

    private static Reply replay(JsonNode vector) {
        String type = vector.path("responseContentType").asText("");
        String negativeType = vector.path("contentType").asText("text/xml; charset=utf-8");
        byte[] body =
                vector.has("bodyBase64")
                        ? Base64.getDecoder().decode(vector.path("bodyBase64").asText())
                        : vector.path("response")
                                .asText(vector.path("body").asText())
                                .getBytes(StandardCharsets.UTF_8);
        return new Reply(
                vector.path("status").asInt(200), type.isEmpty() ? negativeType : type, body);
    }

    private Answer asked(String list, String name) {
        erp.answers(request -> replay(vector(list, name)));
        return hub.ask(SHIPMENTS, "E20251111000123");
    }

    @Test
    void parcelsAreReadWithAllTheirEvents() throws Exception {
        Answer answer = asked("exchanges", "GetShipment-ok");

        assertThat(answer.state()).isEqualTo(Answer.State.FRESH);
        assertThat(answer.data())
                .isEqualTo(
                        Json.MAPPER.readTree(
                                """
                                [{"orderNo":"E20251111000123","carrier":"SF","trackingNo":"SF1234567890","status":"IN_TRANSIT",
                                  "event":[{"at":"2025-11-11T18:20:00+08:00","location":"上海","description":"已揽收"},
                                           {"at":"2025-11-12T06:10:00+08:00","location":"杭州转运中心","description":"运输中"}]}]
                                """));
        Asked request = erp.asked.getFirst();
        assertThat(request.headers().get("SOAPAction"))
                .isEqualTo("\"http://erp.example.cn/retail/v1/GetShipment\"");
        assertThat(request.headers().get("Content-Type")).startsWith("text/xml");
        assertThat(request.headers().get("Authorization")).isEqualTo("Basic aHViOuWvhueggQ==");
        assertThat(request.body())
                .contains("http://erp.example.cn/retail/v1/types", ">E20251111000123<");
    }

    @Test
    void aReturnIsAskedForUnderItsOwnIdWithItsElementsInTheContractsOrder() {
        erp.answers(request -> replay(vector("exchanges", "CreateReturn-ok")));
        Map<String, Object> wish = new LinkedHashMap<>();
        wish.put("requestId", "r1");
        wish.put("orderNo", "E20251111000123");
        wish.put("lineNo", List.of(1, 2));
        wish.put("reasonCode", "BROKEN");

        JsonNode made =
                hub.camel
                        .createProducerTemplate()
                        .requestBody("direct:system.erp.return.create", wish, JsonNode.class);

        assertThat(made.path("returnNo").asText()).isNotEmpty();
        assertThat(made.has("duplicate")).isTrue();
        assertThat(erp.asked).hasSize(1);
        assertThat(erp.asked.getFirst().body().replaceAll("</?[A-Za-z0-9]*:", "<"))
                .containsPattern(
                        "(?s)requestId.*r1.*orderNo.*lineNo.*1.*lineNo.*2.*reasonCode.*BROKEN");
    }

    @Test
    void whatHasPartsIsSentWithItsPartsAndWithoutNamespaceWhereTheContractSaysSo()
            throws Exception {
        erp.answers(request -> replay(vector("exchanges", "CreateReturn-ok")));
        hub.loadText(
                "unqualified.camel.yaml",
                Files.readString(Path.of("routes/systems/erp.camel.yaml"))
                        .replace(
                                "request: CreateReturnRequest",
                                "request: CreateReturnRequest\n              qualified: false"));

        hub.ask(
                "direct:system.erp.return.create",
                Map.of("line", List.of(Map.of("no", 1), Map.of("no", 2))),
                JsonNode.class);

        assertThat(erp.asked.getFirst().body())
                .contains(
                        "<q:CreateReturnRequest xmlns:q=\"http://erp.example.cn/retail/v1/types\">"
                                + "<line><no>1</no></line><line><no>2</no></line></q:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\u000b", "\uffff", "\ud83e"})
    void whatXmlCannotSayIsRefusedAndNoFaultOfTheErps(String character) {
        Map<String, Object> wish = Map.of("reasonText", "a" + character);

        Throwable refused =
                catchThrowable(
                        () ->
                                hub.camel
                                        .createProducerTemplate()
                                        .requestBody("direct:system.erp.return.create", wish));

        assertThat(Effect.of(refused)).isEqualTo(Effect.REFUSED);
        assertThat(refused)
                .rootCause()
                .hasMessage("what is asked has a character in reasonText that XML cannot have");
        assertThat(erp.asked).isEmpty();
    }

    @Test
    void aReturnOfWhichTheAnswerIsLostIsNotAskedForAgainByTheRoute() {
        erp.answers(request -> Reply.of(200, "text/xml", "<cut"));

        Throwable lost =
                catchThrowable(
                        () ->
                                hub.camel
                                        .createProducerTemplate()
                                        .requestBody(
                                                "direct:system.erp.return.create",
                                                Map.of("requestId", "r1")));

        assertThat(Effect.of(lost)).isEqualTo(Effect.UNKNOWN);
        assertThat(erp.asked).hasSize(1);
    }

    @Test
    void anErpThatCannotBeReachedHasMadeNoReturn() {
        erp.close();

        Throwable away =
                catchThrowable(
                        () ->
                                hub.camel
                                        .createProducerTemplate()
                                        .requestBody(
                                                "direct:system.erp.return.create",
                                                Map.of("requestId", "r1")));
        assertThat(Effect.of(away)).isEqualTo(Effect.NONE);
    }

    @Test
    void noParcelYetIsAnEmptyList() {
        Answer answer = asked("exchanges", "GetShipment-empty");

        assertThat(answer.data()).isNotNull().isEmpty();
        assertThat(answer.unknown()).isFalse();
    }

    @Test
    void anUnknownOrderIsNoFailureEvenWithHttp200() {
        Answer fault = asked("exchanges", "GetOrder-not-found-fault");
        hub.clock.advance(Duration.ofMinutes(1));
        Answer with200 = asked("negative", "fault-with-200");

        assertThat(fault.unknown()).isTrue();
        assertThat(with200.unknown()).isTrue();
        assertThat(erp.asked).hasSize(2);
    }

    @Test
    void aBusyErpIsAskedAgainAndThenLeftAlone() {
        Answer busy = asked("exchanges", "GetOrder-busy-fault");
        Answer second = asked("exchanges", "GetOrder-busy-fault");
        Answer third = asked("exchanges", "GetOrder-busy-fault");

        assertThat(busy.error()).isEqualTo("it answers with a fault (SYSTEM_BUSY)");
        assertThat(second.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(third.error()).isEqualTo("it failed too often and is left alone for a while");
        assertThat(erp.asked).as("three tries, then one that opened the breaker").hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BUSY      | it answers with a fault (BUSY)",
                "张三 13800001111 | it answers with a fault",
                "''      | it answers with a fault"
            })
    void ofAFaultOnlyItsCodeIsRepeatedAndNothingThatMayBeOfAPerson(String code, String error) {
        erp.answers(
                request ->
                        Reply.of(
                                500,
                                "text/xml; charset=utf-8",
                                """
                                <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
                                <faultcode>s:Server</faultcode><faultstring>张三 13800001111</faultstring>
                                <detail><f xmlns="urn:f"><code>%s</code><message>张三 13800001111</message>
                                <retryable>true</retryable></f></detail></s:Fault></s:Body></s:Envelope>
                                """
                                        .formatted(code)));

        Answer answer = hub.ask(SHIPMENTS, "E20251111000123");

        assertThat(answer.error()).isEqualTo(error);
        assertThat(erp.asked).as("it says that it may pass").hasSize(3);
    }

    @Test
    void anErpThatAsksToBeLeftAloneIsAskedOnce() {
        erp.answers(request -> Reply.of(503, "text/html", "later").with("Retry-After", "30"));

        Answer answer = hub.ask(SHIPMENTS, "E20251111000123");

        assertThat(answer.error()).isEqualTo("it asks to be left alone for 30 s");
        assertThat(erp.asked).hasSize(1);
    }

    @Test
    void partsWithoutTheirBoundaryAreABreachOfContract() {
        String body = vector("exchanges", "GetShipment-ok").path("response").asText();
        erp.answers(
                request ->
                        Reply.of(
                                200,
                                "multipart/related; type=\"text/xml\"; boundary=\"b\"",
                                "--c\r\nContent-Type: text/xml\r\n\r\n" + body + "\r\n--c--"));

        Answer answer = hub.ask(SHIPMENTS, "E20251111000123");

        assertThat(answer.error()).isEqualTo("its answer is not of the agreed contract");
        assertThat(erp.asked).as("not tried again").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'<orders xmlns=\"urn:x\"><order/></orders>'",
        "'<s:Envelope xmlns:s=\"urn:soap\"><s:Body/></s:Envelope>'",
        "'<s:Envelope"
            + " xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault><faultcode>s:VersionMismatch</faultcode><faultstring>x</faultstring></s:Fault></s:Body></s:Envelope>'",
        "'<s:Envelope"
            + " xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault><faultcode>s:MustUnderstand</faultcode><faultstring>x</faultstring></s:Fault></s:Body></s:Envelope>'"
    })
    void xmlThatIsNoSoapOfThisVersionIsABreachOfContract(String body) {
        erp.answers(request -> Reply.of(200, "text/xml; charset=utf-8", body));

        Answer answer = hub.ask(SHIPMENTS, "E20251111000123");

        assertThat(answer.error()).isEqualTo("its answer is not of the agreed contract");
        assertThat(erp.asked).as("not tried again").hasSize(1);
        assertThat(hub.hasCallsOf("contract")).isTrue();
    }

    /** .NET answers so where it was sent a UsernameToken. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<o:Security s:mustUnderstand=\"1\""
                    + " xmlns:o=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\"/>",
                "<a:Action s:mustUnderstand=\"1\""
                        + " xmlns:a=\"http://www.w3.org/2005/08/addressing\">x</a:Action>",
                "<t:Trace xmlns:t=\"urn:t\">x</t:Trace>"
            })
    void headersOfAnAnswerAreNoneOfItsContent(String header) {
        String body = vector("exchanges", "GetShipment-ok").path("response").asText();
        String prefix = body.replaceAll("(?s).*?<([A-Za-z0-9-]+):Envelope.*", "$1");
        String whole =
                body.replaceFirst(
                        "<" + prefix + ":Body>",
                        "<s:Header xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\">"
                                + header
                                + "</s:Header><"
                                + prefix
                                + ":Body>");
        assertThat(whole).contains(header);
        erp.answers(request -> Reply.of(200, "text/xml; charset=utf-8", whole));

        Answer answer = hub.ask(SHIPMENTS, "E20251111000123");

        assertThat(answer.error()).isNull();
        assertThat(answer.data()).isNotEmpty();
    }

    @Test
    void anAnswerInPartsIsReadFromItsRoot() {
        String body = vector("exchanges", "GetShipment-ok").path("response").asText();
        erp.answers(
                request ->
                        Reply.of(
                                200,
                                "multipart/related; type=\"application/xop+xml\"; start=\"<r>\";"
                                        + " start-info=\"text/xml\"; boundary=\"b\"",
                                "--b\r\nContent-Type: application/xop+xml; charset=utf-8;"
                                        + " type=\"text/xml\"\r\nContent-ID: <r>\r\n\r\n"
                                        + body
                                        + "\r\n"
                                        + "--b\r\n"
                                        + "Content-Type: image/png\r\n"
                                        + "Content-ID: <i>\r\n\r\n"
                                        + "xyz\r\n"
                                        + "--b--"));

        Answer answer = hub.ask(SHIPMENTS, "E20251111000123");

        assertThat(answer.error()).isNull();
        assertThat(answer.data()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1", " 1 "})
    void whatTheErpSaysIsNotThereIsNull(String nil) {
        Reply whole = replay(vector("exchanges", "GetShipment-ok"));
        String without =
                new String(whole.body(), StandardCharsets.UTF_8)
                        .replace(
                                "<typ:carrier>SF</typ:carrier>",
                                "<typ:carrier"
                                        + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                                        + " xsi:nil=\""
                                        + nil
                                        + "\"/>");
        erp.answers(request -> Reply.of(200, "text/xml; charset=utf-8", without));

        Answer answer = hub.ask(SHIPMENTS, "E20251111000123");

        assertThat(answer.error()).isNull();
        assertThat(answer.data().path(0).path("carrier").isNull()).isTrue();
    }

    @Test
    void anErrorInXmlThatIsNoFaultMayPass() {
        erp.answers(request -> Reply.of(500, "application/xml", "<error><code>E1</code></error>"));

        Answer answer = hub.ask(SHIPMENTS, "E20251111000123");

        assertThat(answer.error()).isEqualTo("it is out of order (HTTP 500)");
        assertThat(erp.asked).as("tried again").hasSize(3);
    }

    @Test
    void anHtmlErrorPageMayPass() {
        Answer answer = asked("negative", "html-error-page");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(erp.asked).as("tried again").hasSize(3);
    }

    @Test
    void aCutAnswerMayPass() {
        Answer answer = asked("negative", "truncated");

        assertThat(answer.error()).isEqualTo("its answer was cut off");
        assertThat(erp.asked).hasSize(3);
    }

    @Test
    void gbkIsRead() {
        Answer answer = asked("negative", "gbk-encoded");

        assertThat(answer.data()).isNotNull();
        assertThat(answer.data().path(0).path("carrier").asText()).isEqualTo("顺丰");
        assertThat(answer.data().path(0).path("status").asText()).isEqualTo("运输中");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, '', text/xml",
        "UTF-8, '<?xml version=\"1.0\" encoding=\"UTF-8\"?>', text/xml",
        "GBK, '<?xml version=\"1.0\" encoding=\"GBK\"?>', text/xml",
        "UTF-16, '<?xml version=\"1.0\" encoding=\"UTF-16\"?>', text/xml",
        "GBK, '', text/xml;charset=gbk",
        "GB18030, '<?xml version=\"1.0\" encoding=\"GB2312\"?>', text/xml",
        "GB18030, '', text/xml;charset=gb2312"
    })
    void whereTheContentTypeNamesNoCharsetTheDocumentDoes(
            String charset, String declaration, String type) {
        String body = vector("exchanges", "GetShipment-ok").path("response").asText();
        String xml =
                declaration
                        + body.substring(body.indexOf("<", body.indexOf("?>") + 1))
                                .replace("上海", "上海镕");
        erp.answers(request -> new Reply(200, type, xml.getBytes(Charset.forName(charset))));

        Answer answer = hub.ask(SHIPMENTS, "E20251111000123");

        assertThat(answer.error()).isNull();
        assertThat(answer.data().path(0).path("event").path(0).path("location").asText())
                .as("镕 is in GBK and not in GB2312, which many call it")
                .isEqualTo("上海镕");
    }

    @Test
    void aDoctypeIsRefused() {
        Answer answer = asked("negative", "doctype-in-response");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error()).doesNotContain("root:");
        assertThat(erp.asked).as("not tried again").hasSize(1);
    }

    @Test
    void anotherNamespaceIsABreachOfContractAndNoEmptyAnswer() {
        Answer answer = asked("negative", "wrong-namespace");

        assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
        assertThat(answer.error()).contains("agreed contract");
        assertThat(erp.asked).hasSize(1);
    }

    @Test
    void aSilentErpIsGivenUpAfterTheTimeout() {
        erp.answers(request -> erp.silence());

        Answer answer = hub.ask(SHIPMENTS, "E1");

        assertThat(answer.error()).isEqualTo("no answer in time");
    }

    @Test
    void noHeaderOfTheCallerChoosesAnotherOperation() {
        erp.answers(request -> replay(vector("exchanges", "GetShipment-ok")));

        hub.camel
                .createFluentProducerTemplate()
                .to("direct:system.erp.shipments.call")
                .withHeader("operationName", "CreateReturn")
                .withHeader("operationNamespace", "urn:evil")
                .withHeader("CamelDestinationOverrideUrl", "http://127.0.0.1:1/evil")
                .withHeader("SOAPAction", "evil")
                .withHeader("RequestContext", Map.of("evil", "evil"))
                .withHeader("X-Evil", "evil")
                .withBody("E20251111000123")
                .request(JsonNode.class);

        assertThat(erp.asked).hasSize(1);
        assertThat(erp.asked.getFirst().body()).contains("GetShipmentRequest");
        assertThat(erp.asked.getFirst().toString())
                .doesNotContain("evil")
                .doesNotContain("CreateReturn");
    }
}
