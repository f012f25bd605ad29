package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.gateway.FakeSystem.Reply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Systems whose certificate is no good, over REST and over SOAP. */
class TlsTest {

    private static final String SELF_SIGNED = "its certificate is of no authority the hub trusts";
    private static final char[] PASSWORD = "secret".toCharArray();

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "routes/systems/orders.camel.yaml, orders, direct:system.orders.get",
        "routes/systems/erp.camel.yaml, erp, direct:system.erp.shipments"
    })
    void aSelfSignedCertificateIsNamedAndNotTriedAgain(
            String routes, String system, String operation) throws Exception {
        try (FakeSystem stranger = new FakeSystem(certificate());
                Hub hub =
                        new Hub(
                                routes,
                                Map.of("serai.systems." + system + ".url", stranger.url()))) {
            stranger.answers(request -> Reply.json(200, "{}"));

            Answer answer = hub.ask(operation, "E1");

            assertThat(answer.error()).isEqualTo(SELF_SIGNED);
            assertThat(hub.meters.get("serai.gateway.call").tags("outcome", "tls").timer().count())
                    .isEqualTo(1);
            assertThat(stranger.asked).isEmpty();
        }
    }

    @Test
    void aConnectionThatBreaksWhileTlsIsAgreedOnIsNoBadCertificate() {
        assertThat(TlsFault.of(new SSLHandshakeException("Remote host terminated"))).isNull();
    }

    @Test
    void whatIsWrongWithACertificateIsSaid() {
        assertThat(TlsFault.of(failed(new CertificateExpiredException("NotAfter: 2020"))))
                .hasMessage("its certificate has expired");
        assertThat(
                        TlsFault.of(
                                failed(
                                        new CertificateException(
                                                "No subject alternative names matching x found"))))
                .hasMessage("its certificate is for another host");
        assertThat(TlsFault.of(new SSLPeerUnverifiedException("Certificate for <a> doesn't match")))
                .hasMessage("its certificate is for another host");
    }

    private static Exception failed(Exception cause) {
        SSLHandshakeException failure = new SSLHandshakeException("PKIX");
        failure.initCause(cause);
        return failure;
    }

    private SSLContext certificate() throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                                .toString(),
                                        "-genkeypair",
                                        "-alias",
                                        "me",
                                        "-keyalg",
                                        "EC",
                                        "-dname",
                                        "CN=127.0.0.1",
                                        "-ext",
                                        "san=ip:127.0.0.1",
                                        "-storetype",
                                        "PKCS12",
                                        "-keystore",
                                        store.toString(),
                                        "-storepass",
                                        new String(PASSWORD)))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
