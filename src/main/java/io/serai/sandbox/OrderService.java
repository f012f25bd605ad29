package io.serai.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import io.serai.event.Json;

import org.apache.camel.Exchange;
import org.apache.camel.Message;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** The order service's stand-in: REST, with tokens that live a minute. */
public final class OrderService {

    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final String CLIENT = "serai";
    private static final String SECRET = "sandbox-orders-secret";

    private final SystemsData data;
    private final Clock clock;
    private final byte[] key = new byte[32];

    OrderService(SystemsData data, Clock clock) {
        this.data = data;
        this.clock = clock;
        new SecureRandom().nextBytes(key);
    }

    /**
     * {@code POST /auth/token}: OAuth 2.0 client credentials in a form, which platform-http makes a
     * Map.
     */
    public void token(Exchange exchange) throws JOSEException {
        Map<?, ?> form = exchange.getMessage().getBody(Map.class);
        if (!"client_credentials".equals(form.get("grant_type"))
                || !CLIENT.equals(form.get("client_id"))
                || !MessageDigest.isEqual(
                        SECRET.getBytes(UTF_8),
                        String.valueOf(form.get("client_secret")).getBytes(UTF_8))) {
            SystemModes.reply(exchange, 401, "{\"error\":\"invalid_client\"}");
            return;
        }
        Instant now = clock.instant();
        SignedJWT token =
                new SignedJWT(
                        new JWSHeader(JWSAlgorithm.HS256),
                        new JWTClaimsSet.Builder()
                                .subject(CLIENT)
                                .issueTime(Date.from(now))
                                .expirationTime(Date.from(now.plus(LIFE)))
                                .build());
        token.sign(new MACSigner(key));
        SystemModes.reply(
                exchange,
                200,
                Json.write(
                        Map.of(
                                "access_token",
                                token.serialize(),
                                "token_type",
                                "Bearer",
                                "expires_in",
                                LIFE.toSeconds())));
    }

    /** {@code GET /orders/{orderNo}}. */
    public void order(Exchange exchange) {
        if (refused(exchange)) {
            return;
        }
        String uri = exchange.getMessage().getHeader(Exchange.HTTP_URI, "", String.class);
        JsonNode order = data.order(uri.substring(uri.lastIndexOf('/') + 1));
        if (order == null) {
            SystemModes.reply(exchange, 404, "{\"error\":\"no such order\"}");
        } else {
            SystemModes.reply(exchange, 200, order.toString());
        }
    }

    /**
     * {@code GET /orders?customer=} for one customer, {@code GET /orders?customers=C1,C2&limit=}
     * for many, the newest of each.
     */
    public void orders(Exchange exchange) {
        if (refused(exchange)) {
            return;
        }
        SystemModes.reply(exchange, 200, Json.write(data.of("orders", Asked.of(exchange))));
    }

    private boolean refused(Exchange exchange) {
        Message message = exchange.getMessage();
        String header = message.getHeader("Authorization", "", String.class);
        if (header.startsWith("Bearer ") && good(header.substring("Bearer ".length()))) {
            return false;
        }
        SystemModes.reply(exchange, 401, "{\"error\":\"token is missing, forged or expired\"}");
        message.setHeader("WWW-Authenticate", "Bearer error=\"invalid_token\"");
        return true;
    }

    private boolean good(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            return jwt.verify(new MACVerifier(key))
                    && jwt.getJWTClaimsSet()
                            .getExpirationTime()
                            .toInstant()
                            .isAfter(clock.instant());
        } catch (ParseException | JOSEException e) {
            return false;
        }
    }
}
