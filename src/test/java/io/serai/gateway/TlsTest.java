package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.serai.gateway.FakeSystem.Reply;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;

/** Real servers whose certificate is good or no good, over REST and over SOAP. */
class TlsTest {

    private static final String HERE = "ip:127.0.0.1";

    @TempDir static Path folder;
    private static Authority authority;

    @BeforeAll
    static void start() throws Exception {
        authority = new Authority(folder);
    }

    @AfterEach
    void forget() {
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
    }

    /** As an operator has a hub trust the house's own authority. */
    private void trustAuthority() throws Exception {
        System.setProperty("javax.net.ssl.trustStore", authority.trusted().toString());
        System.setProperty("javax.net.ssl.trustStorePassword", new String(Authority.PASSWORD));
        // The JDK remembers whom it trusts, and may give the ones before to the first of two at
        // once.
        SSLContext.getInstance("TLS").init(null, null, null);
    }

    private void refused(Kind kind, SSLContext server, String words) throws Exception {
        refused(kind, new FakeSystem(server), words);
    }

    private void refused(Kind kind, FakeSystem system, String words) throws Exception {
        try (FakeSystem stranger = system;
                Hub hub = kind.hub(stranger.url())) {
            stranger.answers(request -> Reply.json(200, "{}"));

            Answer answer = hub.ask(kind.operation, "E1");

            assertThat(answer.error()).isEqualTo(words);
            assertThat(hub.meters.get("serai.gateway.call").tags("outcome", "tls").timer().count())
                    .as("not tried again")
                    .isEqualTo(1);
            assertThat(stranger.asked).isEmpty();
        }
    }

    /** What calls the system. */
    private enum Kind {
        REST("orders", "direct:system.orders.get"),
        SOAP("erp", "direct:system.erp.shipments");

        private final String system;
        private final String operation;

        Kind(String system, String operation) {
            this.system = system;
            this.operation = operation;
        }

        Hub hub(String url) throws Exception {
            return new Hub(
                    "routes/systems/" + system + ".camel.yaml",
                    Map.of("serai.systems." + system + ".url", url));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateOfNobodyTheHubKnowsIsNamed(Kind kind) throws Exception {
        refused(kind, authority.server(HERE), "its certificate is of no authority the hub trusts");
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateThatHasExpiredIsNamed(Kind kind) throws Exception {
        trustAuthority();

        refused(
                kind,
                authority.server(HERE, "-startdate", "-3d", "-validity", "1"),
                "its certificate has expired");
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateThatIsNotValidYetIsNamed(Kind kind) throws Exception {
        trustAuthority();

        refused(
                kind,
                authority.server(HERE, "-startdate", "+3d"),
                "its certificate is not valid yet");
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateForAnotherHostIsNamed(Kind kind) throws Exception {
        trustAuthority();

        refused(
                kind,
                authority.server("dns:elsewhere.example,ip:127.0.0.2"),
                "its certificate is for another host");
    }

    @ParameterizedTest
    @EnumSource
    void aSystemThatAgreesOnNoCipherIsNamed(Kind kind) throws Exception {
        String forAnotherKey = "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384";
        SSLParameters spoken =
                new SSLParameters(new String[] {forAnotherKey}, new String[] {"TLSv1.2"});

        refused(
                kind,
                new FakeSystem(authority.server(HERE), spoken),
                "it agrees on no cipher with the hub, or wants a certificate of the hub's");
    }

    @ParameterizedTest
    @EnumSource
    void aGoodCertificateIsTakenFromWhomTheHubTrusts(Kind kind) throws Exception {
        trustAuthority();
        try (FakeSystem server = new FakeSystem(authority.server(HERE));
                Hub hub = kind.hub(server.url())) {
            server.answers(request -> Reply.json(200, "{\"orderNo\":\"E1\"}"));

            hub.ask(kind.operation, "E1");

            assertThat(server.asked).isNotEmpty();
        }
    }

    @Test
    void aMongoDbWithACertificateThatIsNoGoodIsNamed() throws Exception {
        try (FakeSystem stranger = new FakeSystem(authority.server(HERE));
                Hub hub =
                        new Hub(
                                "routes/systems/visits.camel.yaml",
                                Map.of(
                                        "serai.systems.visits.url",
                                        stranger.url().replace("https", "mongodb")
                                                + "/shop?tls=true"))) {

            // Its driver may first have to be there: until then nobody knows.
            await().untilAsserted(
                            () ->
                                    assertThat(
                                                    hub.ask(
                                                                    "direct:system.visits.by-customer",
                                                                    "C1")
                                                            .error())
                                            .isEqualTo(
                                                    "its certificate is of no authority the hub"
                                                            + " trusts"));

            assertThat(hub.meters.get("serai.gateway.call").tags("outcome", "tls").timer().count())
                    .as("not tried again")
                    .isEqualTo(1);
        }
    }

    @Test
    void aSystemThatSpeaksNoTlsIsNamed() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Hub hub = Kind.REST.hub("https://localhost:" + plain.getLocalPort())) {
            Thread.startVirtualThread(
                    () -> {
                        try (Socket caller = plain.accept()) {
                            caller.getInputStream().read(new byte[4096]);
                            caller.getOutputStream()
                                    .write("HTTP/1.1 400 \r\n\r\n".getBytes(US_ASCII));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });

            Answer answer = hub.ask(Kind.REST.operation, "E1");

            assertThat(answer.error())
                    .isEqualTo("it does not answer by TLS: is its url one of http?");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"certificate_required", "bad_certificate"})
    void aSystemThatWantsACertificateOfTheHubsIsNamed(String alert) {
        assertThat(
                        TlsFault.of(
                                new SSLHandshakeException(
                                        "(%1$s) Received fatal alert: %1$s".formatted(alert))))
                .hasMessage("it wants a certificate of the hub's, and the hub shows none");
    }

    @Test
    void aSystemWithOldTlsAloneIsNamed() {
        assertThat(
                        TlsFault.of(
                                new SSLHandshakeException(
                                        "(protocol_version) Received fatal alert:"
                                                + " protocol_version")))
                .hasMessage("it speaks no version of TLS that the hub does");
    }

    @Test
    void aConnectionThatBreaksWhileTlsIsAgreedOnIsNoBadCertificate() {
        assertThat(TlsFault.of(new SSLHandshakeException("Remote host terminated"))).isNull();
    }
}
