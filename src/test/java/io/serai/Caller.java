package io.serai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import io.serai.event.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Somebody who calls the hub's REST API, with the token they were given or with none. */
public final class Caller {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** A long poll takes half a minute, and a cold hub's first answers may take longer. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HubProcess hub;
    private final String token;

    private Caller(HubProcess hub, String token) {
        this.hub = hub;
        this.token = token;
    }

    /** One of the sandbox's people, logged in. */
    public static Caller staff(HubProcess hub, String name) {
        String who = "{\"username\":\"%s\",\"password\":\"sandbox\"}".formatted(name);
        return holding(hub, nobody(hub).post("/api/v1/login", who).path("token").asText());
    }

    /** A customer of this code, vouched for as the sandbox's shop does it. */
    public static Caller customer(HubProcess hub, String code) throws JOSEException {
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader(JWSAlgorithm.HS256),
                        new JWTClaimsSet.Builder()
                                .subject(code)
                                .audience("serai")
                                .issueTime(new Date())
                                .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                                .build());
        token.sign(
                new MACSigner(
                        "sandbox-web-identity-secret-which-is-not-one"
                                .getBytes(StandardCharsets.UTF_8)));
        return holding(hub, token.serialize());
    }

    /** Whoever this token is of. */
    public static Caller holding(HubProcess hub, String token) {
        return new Caller(hub, token);
    }

    /** Whom the hub does not know. */
    public static Caller nobody(HubProcess hub) {
        return new Caller(hub, "");
    }

    public String token() {
        return token;
    }

    /** What is answered; anything but 200 fails the test. */
    public JsonNode get(String path) {
        return call("GET", path, "");
    }

    /** What is answered; anything but 200 fails the test. */
    public JsonNode post(String path, String body) {
        return call("POST", path, body);
    }

    /** What is answered; anything but 200 fails the test. */
    public JsonNode call(String method, String path, String body) {
        HttpResponse<String> answer = send(method, path, body);
        assertThat(answer.statusCode()).as("%s %s: %s", method, path, answer.body()).isEqualTo(200);
        try {
            return Json.MAPPER.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a GET is answered with. */
    public int status(String path) {
        return send("GET", path).statusCode();
    }

    /** The answer, whatever its status. */
    public HttpResponse<String> send(String method, String path) {
        return send(method, path, "");
    }

    /** The answer, whatever its status. */
    public HttpResponse<String> send(String method, String path, String body) {
        HttpRequest request =
                request(path)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build();
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A GET to be changed and sent by who needs more of it. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(hub.hub(path)).timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }
}
