package io.serai.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;
import io.serai.gateway.FakeSystem.Reply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

/** Requests to an ERP that wants WS-Security. */
class WsSecurityTest {

    private static final String PASSWORD = "S3cret&密码";

    @ParameterizedTest
    @CsvSource({"text, PasswordText", "digest, PasswordDigest"})
    void aRequestCarriesAUsernameToken(String form, String type) throws Exception {
        try (FakeSystem erp = new FakeSystem();
                Hub hub = hub(erp, form)) {
            erp.answers(request -> Reply.of(200, "text/xml; charset=utf-8", shipment()));

            Answer answer = hub.ask("direct:system.erp.shipments", "E20251111000123");

            assertThat(answer.error()).isNull();
            Document request = parsed(erp.asked.getFirst().body());
            Element password = only(request, "Password");
            assertThat(only(request, "Username").getTextContent()).isEqualTo("hub");
            assertThat(password.getAttribute("Type")).endsWith("#" + type);
            byte[] nonce = Base64.getDecoder().decode(only(request, "Nonce").getTextContent());
            String created =
                    only(request, "UsernameToken")
                            .getElementsByTagNameNS("*", "Created")
                            .item(0)
                            .getTextContent();
            assertThat(password.getTextContent())
                    .isEqualTo(
                            form.equals("text")
                                    ? PASSWORD
                                    : WsSecurityHeader.digest(nonce, created, PASSWORD));
            assertThat(created).isEqualTo("2026-11-21T08:00:00Z");
            assertThat(erp.asked.getFirst().headers()).doesNotContainKey("Authorization");
        }
    }

    @Test
    void aDigestIsWhatAnotherStackMakesOfTheSame() throws Exception {
        JsonNode vector = exchange("GetOrder-wss-PasswordDigest");

        Document request = parsed(vector.path("request").asText());

        byte[] nonce = Base64.getDecoder().decode(only(request, "Nonce").getTextContent());
        String created =
                only(request, "UsernameToken")
                        .getElementsByTagNameNS("*", "Created")
                        .item(0)
                        .getTextContent();
        assertThat(WsSecurityHeader.digest(nonce, created, PASSWORD))
                .isEqualTo(only(request, "Password").getTextContent());
    }

    private static Hub hub(FakeSystem erp, String form) throws Exception {
        return new Hub(
                "routes/systems/erp.camel.yaml",
                Map.of(
                        "serai.systems.erp.url",
                        erp.url() + "/erp",
                        "serai.systems.erp.ws-security",
                        form,
                        "serai.systems.erp.username",
                        "hub",
                        "serai.systems.erp.password",
                        PASSWORD));
    }

    private static String shipment() {
        try {
            return exchange("GetShipment-ok").path("response").asText();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static JsonNode exchange(String name) throws Exception {
        JsonNode vectors =
                Json.MAPPER.readTree(
                        Files.readString(
                                Path.of(
                                        "src/test/resources/vectors/soap/retail-erp-messages.json")));
        for (JsonNode vector : vectors.path("exchanges")) {
            if (vector.path("name").asText().equals(name)) {
                return vector;
            }
        }
        throw new AssertionError("no vector " + name);
    }

    private static Document parsed(String xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    private static Element only(Document document, String name) {
        assertThat(document.getElementsByTagNameNS("*", name).getLength()).as(name).isEqualTo(1);
        return (Element) document.getElementsByTagNameNS("*", name).item(0);
    }
}
