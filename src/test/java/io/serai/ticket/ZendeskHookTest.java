package io.serai.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.serai.event.Json;
import io.serai.store.LedgerOnDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Against webhooks as Zendesk signs them. */
class ZendeskHookTest {

    @TempDir private Path folder;
    private TicketsOfHub hub;
    private Ticket ticket;

    @BeforeEach
    void open() throws Exception {
        hub = TicketsOfHub.zendesk(new LedgerOnDisk(folder));
        ticket = hub.open("杯子碎了，申请补发");
        hub.sender.sendWhatIsDue();
        assertThat(hub.now(ticket).external()).isEqualTo("35436");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void whatHappensThereIsTakenOverAndToldToTheConversationOnce() throws Exception {
        JsonNode event = vector("samples", "event-ticket-created");

        assertThat(post(event)).isEqualTo(200);
        assertThat(post(event)).isEqualTo(200);

        assertThat(hub.now(ticket).status()).isEqualTo(TicketStatus.SOLVED);
        assertThat(hub.store.events("io.serai.ticket.solved")).isEqualTo(1);
    }

    @Test
    void whatComesLateDoesNotUndoWhatCameAfterIt() throws Exception {
        post(vector("samples", "event-ticket-created"));

        hub.store.sql().sql("update ticket set status = 'open'").update();
        post(vector("samples", "event-ticket-created"));

        assertThat(hub.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
    }

    @Test
    void aCommentMadeThereIsKeptOnceHoweverOftenItIsTold() throws Exception {
        assertThat(post(vector("samples", "trigger-ticket"))).isEqualTo(200);
        assertThat(post(vector("negative", "replay-same-invocation-id"))).isEqualTo(200);

        assertThat(hub.tickets.comments(ticket.id()))
                .extracting(Ticket.Comment::author, Ticket.Comment::text)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("mei", "杯子碎了"),
                        org.assertj.core.groups.Tuple.tuple("zendesk", "快递已补发 📦"));
    }

    @Test
    void whatIsNotSignedAsZendeskSignsIsRefused() throws Exception {
        JsonNode negative = all().path("negative");
        assertThat(negative.size()).isPositive();

        for (JsonNode it : negative) {
            if (it.path("expect").asText().equals("reject")) {
                assertThat(post(it)).as(it.path("name").asText()).isEqualTo(401);
            }
        }
        assertThat(hub.now(ticket).status()).isEqualTo(TicketStatus.NEW);
    }

    @Test
    void whatWasSignedLongAgoIsRefusedAndWithoutASecretThereIsNoDoor() throws Exception {
        JsonNode event = vector("samples", "event-ticket-created");

        assertThat(post(event, Duration.ofMinutes(6), event.path("secret").asText()))
                .isEqualTo(401);
        assertThat(post(event, Duration.ZERO, null)).isEqualTo(404);
    }

    private int post(JsonNode vector) throws Exception {
        return post(vector, Duration.ZERO, vector.path("secret").asText());
    }

    private int post(JsonNode vector, Duration later, String secret) throws Exception {
        JsonNode headers = vector.path("headers");
        TicketSettings settings =
                new TicketSettings(
                        "zendesk",
                        Path.of("config/tickets.yaml"),
                        secret == null ? null : List.of(secret),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(2),
                        new TicketSettings.Tell("", "", ""));
        Clock clock = Clock.fixed(Instant.parse("2025-11-12T02:14:10Z").plus(later), ZoneOffset.UTC);
        ExternalNews news =
                new ExternalNews(
                        hub.store.ledger(), hub.store.sql(), new TicketTeller(settings), clock);
        var request = new MockHttpServletRequest("POST", "/hooks/zendesk");
        headers.properties().forEach(it -> request.addHeader(it.getKey(), it.getValue().asText()));
        request.setContent(vector.path("body").asText().getBytes(StandardCharsets.UTF_8));
        return new ZendeskHook(settings, news, new SimpleMeterRegistry(), clock)
                .take(request)
                .getStatusCode()
                .value();
    }

    private static JsonNode vector(String kind, String name) throws Exception {
        return all().path(kind)
                .valueStream()
                .filter(it -> it.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode all() throws Exception {
        return Json.MAPPER.readTree(
                Files.readString(Path.of("src/test/resources/vectors/zendesk-webhook.json")));
    }
}
