package io.serai.business;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

/** Against headers made by node-soap. */
class UsernameTokenTest {

    private static final Clock THEN =
            Clock.fixed(Instant.parse("2026-11-21T07:51:30Z"), ZoneOffset.UTC);

    @Test
    void thePublishedDigestIsComputed() {
        assertThat(
                        UsernameToken.digest(
                                "WScqanjCEAC4mQoBE07sAQ==", "2003-07-16T01:24:32Z", "IloveDogs"))
                .isEqualTo("cywFYG+KaPMK3PCWR+m+DWtqzac=");
    }

    @Test
    void aPasswordInTheClearIsTaken() throws Exception {
        Element header = header("GetOrder-wss-PasswordText");

        assertThat(users("S3cret&密码", THEN).accepts(header)).isTrue();
        assertThat(users("S3cret&密", THEN).accepts(header)).isFalse();
    }

    @Test
    void aDigestIsGoodOnceAndForFiveMinutes() throws Exception {
        Element header = header("GetOrder-wss-PasswordDigest");
        UsernameToken users = users("S3cret&密码", THEN);
        Clock late = Clock.fixed(Instant.parse("2026-11-21T07:56:57Z"), ZoneOffset.UTC);

        assertThat(users.accepts(header)).isTrue();
        assertThat(users.accepts(header)).as("a replay").isFalse();
        assertThat(users("S3cret&密码", late).accepts(header)).as("late").isFalse();
        assertThat(users("wrong", THEN).accepts(header)).isFalse();
    }

    @Test
    void aNonceWrittenInAnotherWayIsTheSameNonce() throws Exception {
        Element header = header("GetOrder-wss-PasswordDigest");
        UsernameToken users = users("S3cret&密码", THEN);
        assertThat(users.accepts(header)).isTrue();

        Node nonce = header.getElementsByTagNameNS(UsernameToken.WSSE, "Nonce").item(0);
        nonce.setTextContent(nonce.getTextContent().strip().replace("=", ""));

        assertThat(users.accepts(header)).as("a replay without the padding").isFalse();
    }

    private static UsernameToken users(String password, Clock clock) {
        return new UsernameToken(Map.of("erp_hub", password), clock);
    }

    private static Element header(String name) throws Exception {
        JsonNode vectors =
                Json.MAPPER.readTree(
                        Files.readString(
                                Path.of(
                                        "src/test/resources/vectors/soap/retail-erp-messages.json")));
        for (JsonNode vector : vectors.path("exchanges")) {
            if (vector.path("name").asText().equals(name)) {
                DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
                factory.setNamespaceAware(true);
                Document envelope =
                        factory.newDocumentBuilder()
                                .parse(
                                        new InputSource(
                                                new StringReader(vector.path("request").asText())));
                return (Element)
                        envelope.getElementsByTagNameNS(UsernameToken.WSSE, "Security").item(0);
            }
        }
        throw new AssertionError("no vector " + name);
    }
}
