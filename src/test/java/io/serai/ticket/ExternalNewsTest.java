package io.serai.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Event;
import io.serai.event.Json;
import io.serai.store.LedgerOnDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Instant;

/** What Zendesk tells of a ticket that is kept there, as the door for its webhooks hands it on. */
class ExternalNewsTest {

    private static final Instant TIME = Instant.parse("2025-11-12T02:14:04Z");

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
    void whatHappensThereIsTakenOverAndToldToTheConversationOnce() {
        hub.news.reported(event("1", TIME, "SOLVED", "{}"));
        hub.news.reported(event("1", TIME, "SOLVED", "{}"));

        assertThat(hub.now(ticket).status()).isEqualTo(TicketStatus.SOLVED);
        assertThat(hub.store.events("io.serai.ticket.solved")).isEqualTo(1);
    }

    @Test
    void whatComesLateDoesNotUndoWhatCameAfterIt() {
        hub.news.reported(event("2", TIME.plusSeconds(5), "SOLVED", "{}"));

        hub.news.reported(event("1", TIME, "OPEN", "{}"));

        assertThat(hub.now(ticket).status()).isEqualTo(TicketStatus.SOLVED);
    }

    @Test
    void zendeskMayOpenAgainWhatWasSolvedButNotWhatIsClosed() {
        hub.news.reported(event("1", TIME, "SOLVED", "{}"));
        hub.news.reported(event("2", TIME.plusSeconds(1), "OPEN", "{}"));
        assertThat(hub.now(ticket).status()).isEqualTo(TicketStatus.OPEN);

        hub.news.reported(event("3", TIME.plusSeconds(2), "CLOSED", "{}"));
        hub.news.reported(event("4", TIME.plusSeconds(3), "OPEN", "{}"));
        assertThat(hub.now(ticket).status()).isEqualTo(TicketStatus.CLOSED);
    }

    @Test
    void aCommentMadeThereIsKeptOnceHoweverOftenItIsTold() {
        String body = "{\"ticket_id\":\"35436\",\"comment\":\"快递已补发 📦\"}";

        hub.news.reported(event("1", TIME, "已解决", body));
        hub.news.reported(event("1", TIME.plusSeconds(60), "已解决", body));

        assertThat(hub.tickets.comments(ticket.id()))
                .extracting(Ticket.Comment::author, Ticket.Comment::text)
                .containsExactly(tuple("mei", "杯子碎了"), tuple("zendesk", "快递已补发 📦"));
        assertThat(hub.now(ticket).status()).isEqualTo(TicketStatus.NEW);
    }

    @Test
    void aCommentIsKeptHoweverLateItComes() {
        hub.news.reported(event("2", TIME.plusSeconds(5), "SOLVED", "{}"));

        hub.news.reported(event("1", TIME, "OPEN", comment("快递已补发")));
        hub.news.reported(event("3", TIME.plusSeconds(5), "SOLVED", comment("已关单")));

        assertThat(hub.tickets.comments(ticket.id()))
                .extracting(Ticket.Comment::text)
                .containsExactly("杯子碎了", "快递已补发", "已关单");
        assertThat(hub.now(ticket).status()).isEqualTo(TicketStatus.SOLVED);
    }

    @Test
    void aStatusOfTheSameMomentAsAnotherNewsIsTaken() {
        hub.news.reported(event("1", TIME, "", comment("快递已补发")));

        hub.news.reported(event("2", TIME, "SOLVED", "{}"));

        assertThat(hub.now(ticket).status()).isEqualTo(TicketStatus.SOLVED);
    }

    @Test
    void aStatusOfBeforeACommentThatCameFirstIsTaken() {
        hub.news.reported(event("2", TIME.plusSeconds(5), "", comment("快递已补发")));

        hub.news.reported(event("1", TIME, "SOLVED", "{}"));

        assertThat(hub.now(ticket).status()).isEqualTo(TicketStatus.SOLVED);
    }

    @Test
    void whatAnAgentSaidHereIsNotSaidAgainWhenZendeskTellsOfIt() {
        hub.tickets.comment("mei", ticket.id(), null, "已催快递");
        hub.sender.sendWhatIsDue();

        hub.news.reported(event("1", TIME, "NEW", comment("已催快递")));

        assertThat(hub.tickets.comments(ticket.id()))
                .extracting(Ticket.Comment::text)
                .containsExactly("杯子碎了", "已催快递");
    }

    private static String comment(String text) {
        return "{\"event\":{\"comment\":{\"body\":\"" + text + "\"}}}";
    }

    @Test
    void whatTheHubItselfChangedThereIsNoNews() {
        hub.tickets.change(
                "mei", ticket.id(), new Tickets.Patch(null, TicketStatus.OPEN, null, null));
        int told = hub.store.events("io.serai.ticket.updated");

        hub.news.reported(event("1", TIME, "OPEN", "{}"));

        assertThat(hub.store.events("io.serai.ticket.updated")).isEqualTo(told);
    }

    @Test
    void aTicketOfNobodysHereChangesNothing() {
        ObjectNode data =
                Json.MAPPER.createObjectNode().put("ticketId", "99").put("status", "open");

        hub.news.reported(
                new Event(
                        "1",
                        "/systems/zendesk/main",
                        "io.serai.ticket.updated",
                        "99",
                        TIME,
                        null,
                        data));

        assertThat(hub.now(ticket).status()).isEqualTo(TicketStatus.NEW);
    }

    private static Event event(String id, Instant time, String status, String said) {
        ObjectNode data = Json.MAPPER.createObjectNode();
        data.put("system", "zendesk").put("ticketId", "35436").put("status", status);
        data.set("said", Json.read(said, JsonNode.class));
        return new Event(
                id,
                "/systems/zendesk/main",
                "io.serai.ticket.status_changed",
                "35436",
                time,
                null,
                data);
    }
}
