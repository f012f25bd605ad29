package io.serai.business;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Event;
import io.serai.event.Json;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Held to webhooks that openssl signed. */
class ZendeskHookTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private ZendeskHook hook;

    @BeforeEach
    void start() {
        hook = hook("2025-11-12T02:14:30Z");
    }

    private ZendeskHook hook(String now) {
        return new ZendeskHook(
                new ZendeskHookSettings(
                        Map.of(
                                "main",
                                new ZendeskHookSettings.Account(
                                        List.of(
                                                "qnbSz4KJgHZ3bHKNRpKQ3DXr9YH0FAKE",
                                                "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==")))),
                meters,
                Clock.fixed(Instant.parse(now), ZoneOffset.UTC));
    }

    private static JsonNode vectors() throws IOException {
        return Json.MAPPER.readTree(
                Files.readString(Path.of("src/test/resources/vectors/zendesk-webhook.json")));
    }

    private static JsonNode sample(String name) throws IOException {
        return StreamSupport.stream(vectors().path("samples").spliterator(), false)
                .filter(it -> it.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Stream<JsonNode> forged() throws IOException {
        return StreamSupport.stream(vectors().path("negative").spliterator(), false)
                .filter(it -> it.path("expect").asText().startsWith("reject"));
    }

    private static Exchange exchange(JsonNode vector, String account) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        vector.path("headers")
                .properties()
                .forEach(
                        it -> exchange.getMessage().setHeader(it.getKey(), it.getValue().asText()));
        exchange.getMessage().setHeader(Exchange.HTTP_URI, "/hooks/zendesk/" + account);
        exchange.getMessage()
                .setBody(vector.path("body").asText().getBytes(StandardCharsets.UTF_8));
        return exchange;
    }

    private int status(Exchange exchange) {
        hook.reply(exchange);
        return exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    }

    @Test
    void whatHappenedToATicketIsAnEventOfTheSameName() throws Exception {
        Exchange exchange = exchange(sample("event-ticket-created"), "main");

        hook.read(exchange);

        Event event = exchange.getMessage().getBody(Event.class);
        assertThat(event.id()).isEqualTo("01HZINVOCATION00000001");
        assertThat(event.type()).isEqualTo("io.serai.ticket.status_changed");
        assertThat(event.source()).isEqualTo("/systems/zendesk/main");
        assertThat(event.subject()).isEqualTo("35436");
        assertThat(event.time()).isEqualTo("2025-11-12T02:14:04.221478741Z");
        assertThat(event.data().path("status").asText()).isEqualTo("SOLVED");
        assertThat(event.data().path("requesterId").asText()).isEqualTo("8447388090495");
        assertThat(exchange.getMessage().getHeaders()).isEmpty();
    }

    @Test
    void aTriggersOwnBodyIsAnUpdateOfItsTicket() throws Exception {
        Exchange exchange = exchange(sample("trigger-ticket"), "main");

        hook.read(exchange);

        Event event = exchange.getMessage().getBody(Event.class);
        assertThat(event.type()).isEqualTo("io.serai.ticket.updated");
        assertThat(event.subject()).isEqualTo("35436");
        assertThat(event.data().path("status").asText()).isEqualTo("已解决");
        assertThat(event.time()).as("as Zendesk's clock has it").isEqualTo("2025-11-12T02:14:00Z");
    }

    @Test
    void itsNumbersStayAsTheyWereWritten() throws Exception {
        String at = "2025-11-12T02:14:00Z";
        String body = "{\"ticket_id\":\"1\",\"paid\":99.90,\"far\":1e999}";
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(
                new SecretKeySpec(
                        "qnbSz4KJgHZ3bHKNRpKQ3DXr9YH0FAKE".getBytes(StandardCharsets.US_ASCII),
                        "HmacSHA256"));
        Exchange exchange = exchange(sample("trigger-ticket"), "main");
        exchange.getMessage()
                .setHeader(
                        "X-Zendesk-Webhook-Signature",
                        Base64.getEncoder()
                                .encodeToString(
                                        mac.doFinal((at + body).getBytes(StandardCharsets.UTF_8))));
        exchange.getMessage().setBody(body.getBytes(StandardCharsets.UTF_8));

        hook.read(exchange);

        assertThat(exchange.getMessage().getBody(Event.class).data().path("said"))
                .hasToString("{\"ticket_id\":\"1\",\"paid\":99.90,\"far\":1E+999}");
    }

    @Test
    void moreThanAnEventHasIsNotReadToItsEnd() throws Exception {
        Exchange exchange = exchange(sample("trigger-ticket"), "main");
        ByteArrayInputStream endless = new ByteArrayInputStream(new byte[1 << 20]);
        exchange.getMessage().setBody(endless);

        hook.read(exchange);

        assertThat(status(exchange)).isEqualTo(413);
        assertThat(endless.available()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("forged")
    void whatZendeskDidNotSignIsRefused(JsonNode vector) {
        hook = hook(vector.path("now").asText("2025-11-12T02:14:30Z"));
        Exchange exchange = exchange(vector, "main");

        hook.read(exchange);

        assertThat(exchange.getMessage().getBody()).isNull();
        assertThat(status(exchange)).isEqualTo(401);
        assertThat(
                        meters.get("serai.events.inbound")
                                .tag("door", "zendesk")
                                .tag("outcome", "refused")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void theSameInvocationAgainIsTheSameEventAgain() throws Exception {
        Exchange first = exchange(sample("trigger-ticket"), "main");
        Exchange again = exchange(sample("trigger-ticket"), "main");
        Exchange replayed = exchange(sample("trigger-ticket"), "main");
        replayed.getMessage().setHeader("X-Zendesk-Webhook-Invocation-Id", "01HZOTHER");

        hook.read(first);
        hook.read(again);
        hook.read(replayed);

        assertThat(again.getMessage().getBody(Event.class).id())
                .isEqualTo(first.getMessage().getBody(Event.class).id());
        assertThat(status(replayed))
                .as("under another id, which is not signed, it is a replay")
                .isEqualTo(401);
    }

    @Test
    void anAccountNobodySetIsNotFound() throws Exception {
        Exchange exchange = exchange(sample("trigger-ticket"), "other");

        hook.read(exchange);

        assertThat(status(exchange)).isEqualTo(404);
    }

    @Test
    void aSignedBodyThatIsNoneIsRefused() throws Exception {
        hook = hook("2025-11-12T02:15:30Z");
        Exchange exchange = exchange(sample("get-without-body"), "main");

        hook.read(exchange);

        assertThat(status(exchange)).isEqualTo(400);
    }

    @Test
    void anEventThatCouldNotBeKeptIsSentAgain() throws Exception {
        Exchange exchange = exchange(sample("trigger-ticket"), "main");
        hook.read(exchange);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IllegalStateException("no store"));

        hook.fault(exchange);

        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(503);
        assertThat(exchange.getMessage().getHeader("Retry-After")).isEqualTo("5");
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("{}");
    }

    @Test
    void anAccountWithoutItsSecretIsNamed() {
        assertThatThrownBy(
                        () ->
                                new ZendeskHookSettings(
                                        Map.of("main", new ZendeskHookSettings.Account(null))))
                .hasMessage(
                        "serai.zendesk.main.webhook-secret must be the webhook's signing secret");
    }
}
