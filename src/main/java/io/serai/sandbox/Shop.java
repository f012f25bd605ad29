package io.serai.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

import io.serai.event.Json;

import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The merchant's own server, where a customer has logged in: it vouches for them towards the hub
 * with a JWT, as docs/protocol.md says.
 */
public final class Shop {

    private static final Duration LIFETIME = Duration.ofHours(1);
    private static final Pattern PARAMETER =
            Pattern.compile("(?:^|&)([a-z]{1,16})=([A-Za-z0-9_-]{1,64})(?=&|$)");
    private static final Set<String> CHANNELS = Set.of("web", "app");

    private final SystemsData data;
    private final Environment environment;
    private final Clock clock;

    Shop(SystemsData data, Environment environment, Clock clock) {
        this.data = data;
        this.environment = environment;
        this.clock = clock;
    }

    /** {@code GET /sandbox/merchant-jwt?customer=C000123&channel=web&account=main}. */
    public void vouch(@Header(Exchange.HTTP_QUERY) @Nullable String query, Exchange exchange)
            throws JOSEException {
        Map<String, String> asked = parameters(query == null ? "" : query);
        String customer = asked.get("customer");
        String where = asked.getOrDefault("channel", "web");
        JsonNode known =
                data.find("customers", one -> one.path("code").asText().equals(customer)).stream()
                        .findFirst()
                        .orElse(null);
        if (known == null || !CHANNELS.contains(where)) {
            refuse(exchange, "customer must be a code of sandbox/data.json, channel web or app");
            return;
        }
        String setting =
                "serai.%s.%s.identity-secret"
                        .formatted(where, asked.getOrDefault("account", "main"));
        String secret = environment.getProperty(setting);
        if (secret == null) {
            refuse(exchange, setting + " is not set");
            return;
        }
        SystemModes.reply(
                exchange, 200, Json.write(Map.of("token", token(known, secret, clock.instant()))));
        exchange.getMessage().setHeader("Cache-Control", "no-store");
    }

    private static Map<String, String> parameters(String query) {
        return PARAMETER
                .matcher(query)
                .results()
                .collect(
                        Collectors.toMap(
                                one -> one.group(1), one -> one.group(2), (first, _) -> first));
    }

    private static String token(JsonNode customer, String secret, Instant now)
            throws JOSEException {
        JWTClaimsSet claims =
                new JWTClaimsSet.Builder()
                        .subject(customer.path("code").asText())
                        .audience("serai")
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(LIFETIME)))
                        .claim("name", customer.path("name").asText())
                        .claim("phone", customer.path("phone").asText())
                        .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        token.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
        return token.serialize();
    }

    private static void refuse(Exchange exchange, String why) {
        SystemModes.reply(exchange, 400, Json.write(Map.of("error", why)));
    }
}
