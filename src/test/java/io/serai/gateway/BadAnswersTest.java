package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.Beside;
import io.serai.event.Json;
import io.serai.gateway.FakeSystem.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/** What a system must not be able to do to the hub, and how it is called. */
@Beside
class BadAnswersTest {

    private static final String ASK = "direct:system.legacy.user";

    private FakeSystem legacy;
    private Hub hub;

    @BeforeEach
    void start() throws Exception {
        legacy = new FakeSystem();
        hub = hub(legacy.url());
    }

    @AfterEach
    void stop() {
        hub.close();
        legacy.close();
    }

    private static Hub hub(String url) throws Exception {
        return hub(url, "4s");
    }

    private static Hub hub(String url, String patience) throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.legacy.url", url);
        settings.put("serai.systems.legacy.patience", patience);
        return new Hub("src/test/resources/gateway/legacy.camel.yaml", settings);
    }

    private Answer asked(int status, String type, String body) {
        legacy.answers(request -> Reply.of(status, type, body));
        return hub.ask(ASK, "u1");
    }

    private String outcome() {
        return hub.meters.get("serai.gateway.call").timer().getId().getTag("outcome");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"code\":0,\"data\":{\"id\":1}}        | {\"id\":1} |                            "
                        + "     | 1",
                "{\"code\":\"200\",\"data\":[1]}         | [1]        |                            "
                        + "     | 1",
                "{\"code\":40401}                        |            |                            "
                        + "     | 1",
                "{\"code\":1,\"data\":{}}                |            | it answers with an error"
                        + " (1)    | 1",
                "{\"code\":\"a b\",\"data\":{}}          |            | it answers with an error   "
                        + "     | 1",
                "{\"code\":0,\"error\":{\"m\":\"x\"},\"data\":{}} |   | it answers with an error"
                        + " (0)    | 1",
                "{\"code\":0,\"error\":null,\"data\":{\"id\":2}} | {\"id\":2} |                    "
                        + "     | 1",
                "{\"code\":50001}                        |            | it answers with an error"
                        + " (50001)| 3",
                "{\"code\":0}                            |            | its answer has no /data    "
                        + "     | 1",
                "{}                                      |            | it answers with an error   "
                        + "     | 1"
            })
    void anErrorWithHttp200IsAnError(String body, String data, String error, int calls) {
        Answer answer = asked(200, "application/json", body);

        assertThat(answer.data() == null ? null : answer.data().toString()).isEqualTo(data);
        assertThat(answer.error()).isEqualTo(error);
        assertThat(legacy.asked).hasSize(calls);
    }

    /** What calls itself GB2312 or GBK is often its successor: 镕 and 㐂 are not in the former. */
    @ParameterizedTest
    @CsvSource({"GBK, 张三", "gb2312, 朱镕基", "GBK, 㐂", "gb18030, 㐂"})
    void gbkIsReadWhereTheContentTypeSaysSo(String charset, String name) {
        legacy.answers(
                request ->
                        new Reply(
                                200,
                                "application/json;charset=" + charset,
                                "{\"code\":0,\"data\":{\"name\":\"%s\"}}"
                                        .formatted(name)
                                        .getBytes(Charset.forName("GB18030"))));

        Answer answer = hub.ask(ASK, "u1");

        assertThat(answer.data()).hasToString("{\"name\":\"" + name + "\"}");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 422})
    void aRequestThatIsRefusedIsNoSignThatTheSystemIsUnwell(int status) {
        legacy.answers(request -> Reply.json(status, "{}"));
        for (int i = 0; i < 20; i++) {
            hub.ask(ASK, "no-such-" + i);
        }

        Answer answer = hub.ask(ASK, "u1");

        assertThat(answer.error()).isEqualTo("it refuses the request (HTTP " + status + ")");
        assertThat(outcome()).isEqualTo("refused");
        assertThat(legacy.asked).as("each was sent, once").hasSize(21);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429 | 30                            | 1 | it asks to be left alone for 30 s",
                "503 | 30                            | 1 | it asks to be left alone for 30 s",
                "429 | Thu, 31 Dec 2099 08:00:30 GMT | 1 | it asks to be left alone for ",
                "429 | Wed, 21 Nov 2001 07:00:00 GMT | 3 | it is out of order (HTTP 429)",
                "429 | 1                             | 3 | it is out of order (HTTP 429)",
                "429 | soon                          | 3 | it is out of order (HTTP 429)",
                "429 | 99999999999999999999          | 3 | it is out of order (HTTP 429)"
            })
    void aSystemThatAsksToBeLeftAloneIsNotCalledAgainAtOnce(
            int status, String after, int calls, String error) {
        legacy.answers(request -> Reply.json(status, "{}").with("Retry-After", after));

        Answer answer = hub.ask(ASK, "u1");

        assertThat(answer.error()).startsWith(error);
        assertThat(legacy.asked).hasSize(calls);
    }

    @Test
    void whatIsGoneIsNotThere() {
        Answer answer = asked(410, "text/plain", "gone");

        assertThat(answer.unknown()).isTrue();
        assertThat(answer.error()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "'\"gold\"', '\"gold\"'", "false, false", "null,"})
    void anAnswerMayBeASingleValue(String body, String data) throws Exception {
        hub.loadText(
                "legacy.camel.yaml",
                Files.readString(Path.of("src/test/resources/gateway/legacy.camel.yaml"))
                        .replaceAll(" +(errorAt|codeAt|resultAt):.*\n", ""));

        Answer answer = asked(200, "application/json", body);

        assertThat(answer.data() == null ? null : answer.data().toString()).isEqualTo(data);
        assertThat(answer.error()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "12345678901234567890123",
                "0.1234567890123456789",
                "129.90",
                "100.0",
                "0",
                "-7",
                "1E+999",
                "1E-999"
            })
    void aNumberKeepsItsDigits(String number) {
        Answer answer =
                asked(200, "application/json", "{\"code\":0,\"data\":{\"n\":" + number + "}}");

        assertThat(Json.write(answer)).contains("\"data\":{\"n\":" + number + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1e1000       | its answer has a number of more than 1000 digits",
                "1e-999999999 | its answer has a number of more than 1000 digits",
                "1e9999999999 | its answer has a number of more than 1000 digits",
                "NaN          | its answer is not JSON"
            })
    void aNumberNobodyCanReadIsABreachOfContract(String number, String error) {
        Answer answer =
                asked(200, "application/json", "{\"code\":0,\"data\":{\"n\":" + number + "}}");

        assertThat(answer.error()).isEqualTo(error);
        assertThat(legacy.asked).as("not asked for again").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, <h1>Welcome</h1>, its answer is not JSON",
        "application/xml, <?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>, its"
                + " answer is not JSON",
        "application/json;charset=klingon, {}, its answer is in a charset nobody knows",
        "application/json, \"{\"\"code\"\":0\", its answer is not JSON",
        "application/json, '', its answer is not JSON"
    })
    void whatIsNoJsonIsABreachOfContract(String type, String body, String error) {
        Answer answer = asked(200, type, body);

        assertThat(answer.error()).isEqualTo(error);
        assertThat(outcome()).isEqualTo("contract");
        assertThat(legacy.asked).as("not asked for again").hasSize(1);
    }

    @Test
    void tenMegabytesAreCutOff() {
        Answer answer =
                asked(200, "application/json", "{\"data\":\"" + "x".repeat(10 << 20) + "\"}");

        assertThat(answer.error()).isEqualTo("its answer is longer than 2 MiB");
        assertThat(outcome()).isEqualTo("contract");
    }

    @Test
    void longAnswersAreRememberedOnlyAsFarAsThereIsMemory() {
        String data = "[" + "{\"a\":1,\"b\":\"x\"},".repeat(90_000) + "{}]";
        legacy.answers(request -> Reply.json(200, "{\"code\":0,\"data\":" + data + "}"));

        for (int i = 0; i < 30; i++) {
            assertThat(hub.ask(ASK, "u" + i).error()).isNull();
        }
        for (int i = 0; i < 30; i++) {
            hub.ask(ASK, "u" + i);
        }

        assertThat(legacy.asked).as("30 of them are a gigabyte").hasSizeGreaterThan(45);
    }

    @Test
    void nestingWithoutEndIsNotFollowed() {
        Answer answer = asked(200, "application/json", "[".repeat(100_000));

        assertThat(answer.error()).isEqualTo("its answer is not JSON");
    }

    @ParameterizedTest
    @CsvSource({
        "'200 OK\r\nContent-Length: 1000000\r\n\r\n', ' '",
        "'200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '1\r\n \r\n'",
        "'200 OK\r\nX-Head: ', a",
        "'102 Processing\r\n', '\r\nHTTP/1.1 102 Processing\r\n'"
    })
    void whoDribblesIsHungUpWithTheMessagesTime(String begin, String more) throws Exception {
        Answer answer = askedOf("HTTP/1.1 " + begin, more, Duration.ofMillis(20), "1500ms");

        assertThat(answer.error()).isEqualTo("no answer within 1500 ms");
        assertThat(outcome()).isEqualTo("deadline");
    }

    @Test
    void whoSendsWithoutEndIsHungUp() throws Exception {
        Answer answer =
                askedOf(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                        "400\r\n" + "x".repeat(1024) + "\r\n",
                        Duration.ZERO,
                        "30s");

        assertThat(answer.error()).isEqualTo("its answer is longer than 2 MiB");
    }

    @ParameterizedTest
    @CsvSource({"'X-Head: ', aaaaaaaaaaaaaaaaaaaaaaaaaaa", "'', 'X-Head: a\r\n'"})
    void aHeadWithoutEndIsABreachOfContract(String begin, String more) throws Exception {
        Answer answer = askedOf("HTTP/1.1 200 OK\r\n" + begin, more, Duration.ZERO, "30s");

        assertThat(answer.error()).isEqualTo("the head of its answer is too long");
        assertThat(outcome()).isEqualTo("contract");
    }

    /** The answer of a system that goes on until it is hung up, and so is no longer under way. */
    private Answer askedOf(String begin, String more, Duration pause, String patience)
            throws Exception {
        hub.close();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread system = Thread.ofVirtual().start(() -> goOn(server, begin, more, pause));
            hub = hub("http://127.0.0.1:" + server.getLocalPort(), patience);
            Answer answer = hub.ask(ASK, "u1");
            assertThat(system.join(Duration.ofSeconds(10))).as("it was hung up").isTrue();
            await().untilAsserted(
                            () ->
                                    assertThat(
                                                    hub.meters
                                                            .get("serai.gateway.in.flight")
                                                            .gauge()
                                                            .value())
                                            .isZero());
            return answer;
        }
    }

    private static void goOn(ServerSocket server, String begin, String more, Duration pause) {
        try (Socket socket = server.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write(begin.getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write(more.getBytes(StandardCharsets.US_ASCII));
                LockSupport.parkNanos(pause.toNanos());
            }
        } catch (IOException e) {
            // The hub has hung up.
        }
    }

    /** In one piece with the answer, or behind it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatASystemSaysOnceTooOftenIsNoAnswerToTheNextWhoAsks(boolean inOnePiece)
            throws Exception {
        hub.close();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Semaphore said = new Semaphore(0);
            Thread.ofVirtual().start(() -> sayTwice(server, inOnePiece, said));
            hub = hub("http://127.0.0.1:" + server.getLocalPort());

            for (String user : List.of("u1", "u2", "u3")) {
                Answer answer = hub.ask(ASK, user);
                assertThat(answer.data()).as(answer.error()).isNotNull();
                assertThat(answer.data().path(0).asText()).isEqualTo(user);
                said.acquire();
            }
        }
    }

    private static void sayTwice(ServerSocket server, boolean inOnePiece, Semaphore said) {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> sayTwice(socket, inOnePiece, said));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void sayTwice(Socket socket, boolean inOnePiece, Semaphore said) {
        try (socket) {
            var lines =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream out = socket.getOutputStream();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("GET ")) {
                    String user = line.replaceFirst(".*(u[0-9]).*", "$1");
                    String body = "{\"code\":0,\"data\":[\"" + user + "\"]}";
                    String answer =
                            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                    + "Content-Length: 24\r\n\r\n"
                                    + body;
                    String first = inOnePiece ? answer + answer : answer;
                    out.write(first.getBytes(StandardCharsets.US_ASCII));
                    out.write((inOnePiece ? "" : answer).getBytes(StandardCharsets.US_ASCII));
                    said.release();
                }
            }
        } catch (IOException e) {
            // The hub has hung up.
        }
    }

    @Test
    void aConnectionThatIsTakenAndNeverAnsweredCostsTheTimeout() throws Exception {
        hub.close();
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            hub = hub("http://127.0.0.1:" + server.getLocalPort());

            Answer answer = hub.ask(ASK, "u1");

            assertThat(answer.error())
                    .isIn(
                            "no answer in time",
                            "no answer within 4000 ms",
                            "the time of this message was over");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data",
                "http://[fe80::1]/",
                "http://100.100.100.200/",
                "http://224.0.0.1/",
                "http://0.0.0.0:8080/",
                "http://metadata.google.internal/",
                "http://[::ffff:169.254.169.254]/"
            })
    void anEndpointAtAForbiddenAddressIsRefusedAtTheStart(String url) {
        assertThatThrownBy(() -> hub(url).close())
                .rootCause()
                .hasMessageStartingWith("serai.systems.legacy.url: its host");
    }

    @Test
    void aCallThatChangesSomethingIsNotRepeated() {
        legacy.answers(request -> Reply.json(503, "{}"));

        hub.camel
                .createFluentProducerTemplate()
                .to("direct:system.legacy.change")
                .withBody("u1")
                .send();

        assertThat(legacy.asked).hasSize(1);
    }
}
