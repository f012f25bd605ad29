package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.serai.gateway.FakeSystem.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** What a system must not be able to do to the hub, and how it is called. */
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
        Map<String, String> settings = new HashMap<>();
        settings.put("serai.systems.legacy.url", url);
        settings.put("serai.systems.legacy.patience", "4s");
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

    @Test
    void gbkIsReadWhereTheContentTypeSaysSo() {
        legacy.answers(
                request ->
                        new Reply(
                                200,
                                "application/json;charset=GBK",
                                "{\"code\":0,\"data\":{\"name\":\"张三\"}}"
                                        .getBytes(Charset.forName("GBK"))));

        Answer answer = hub.ask(ASK, "u1");

        assertThat(answer.data()).hasToString("{\"name\":\"张三\"}");
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
    void nestingWithoutEndIsNotFollowed() {
        Answer answer = asked(200, "application/json", "[".repeat(100_000));

        assertThat(answer.error()).isEqualTo("its answer is not JSON");
    }

    @Test
    void anAnswerThatDribblesIsGivenUpWithTheMessagesTime() throws Exception {
        hub.close();
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread dribbling = Thread.ofVirtual().start(() -> dribble(server));
            hub = hub("http://127.0.0.1:" + server.getLocalPort());

            Answer answer = hub.ask(ASK, "u1"); // all of it would take hours

            assertThat(answer.state()).isEqualTo(Answer.State.UNAVAILABLE);
            dribbling.interrupt();
        }
    }

    private static void dribble(ServerSocket server) {
        try (Socket socket = server.accept()) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            while (!Thread.interrupted()) {
                out.write(' ');
                out.flush();
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
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
