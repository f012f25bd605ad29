package io.serai.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Event;
import io.serai.event.Json;
import io.serai.store.LedgerOnDisk;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import java.nio.file.Path;
import java.time.Duration;

/** A ticket reaches the system that keeps it once, whatever is lost on the way. */
@ExtendWith(OutputCaptureExtension.class)
class TicketSenderTest {

    @TempDir private Path folder;
    private TicketsOfHub hub;

    @BeforeEach
    void open() throws Exception {
        hub = TicketsOfHub.zendesk(openStore());
    }

    LedgerOnDisk openStore() {
        return new LedgerOnDisk(folder);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void aTicketIsCreatedThereUnderItsOwnIdAndItsNumberThereIsKnown() {
        Ticket ticket = hub.open("破损");
        assertThat(ticket.delivery()).isEqualTo("waiting");

        hub.sender.sendWhatIsDue();

        assertThat(hub.there).hasSize(1);
        assertThat(hub.there.getFirst().path("external_id").asText()).isEqualTo(ticket.id());
        assertThat(hub.there.getFirst().path("idempotencyKey").asText()).isEqualTo(ticket.id());
        assertThat(hub.now(ticket).external()).isEqualTo("35436");
        assertThat(hub.now(ticket).delivery()).isEqualTo("kept");
        assertThat(hub.sender.sendWhatIsDue()).isZero();
    }

    @Test
    void whenTheAnswerIsLostItIsUnknownAndLookedForAndNotCreatedTwice() {
        hub.answers = false;
        Ticket ticket = hub.open("破损");

        hub.sender.sendWhatIsDue();
        assertThat(hub.now(ticket).delivery()).isEqualTo("unknown");
        hub.answers = true;
        hub.clock.advance(Duration.ofSeconds(3));
        hub.sender.sendWhatIsDue();

        assertThat(hub.there).hasSize(1);
        assertThat(hub.now(ticket).external()).isEqualTo("35436");
    }

    @Test
    void whatWasTurnedAwayIsNotThereAndWaits() {
        hub.busy = true;
        Ticket ticket = hub.open("破损");

        hub.sender.sendWhatIsDue();
        hub.clock.advance(Duration.ofSeconds(3));
        hub.sender.sendWhatIsDue();

        assertThat(hub.now(ticket).delivery()).isEqualTo("waiting");
        hub.busy = false;
        hub.clock.advance(Duration.ofSeconds(10));
        hub.sender.sendWhatIsDue();
        assertThat(hub.there).hasSize(1);
        assertThat(hub.now(ticket).delivery()).isEqualTo("kept");
    }

    @Test
    void whatAHubThatOnlyStartsIsToTellWaitsAndIsNotCalledUnknown() {
        Ticket ticket = hub.open("破损");
        hub.camel.stop(); // as before its start: no call is taken

        assertThat(hub.sender.sendWhatIsDue()).isZero();

        assertThat(hub.now(ticket).delivery()).isEqualTo("waiting");
    }

    @Test
    void whoCannotLookWhetherItIsThereStillDoesNotKnow() {
        hub.answers = false;
        Ticket ticket = hub.open("破损");
        hub.sender.sendWhatIsDue();

        hub.busy = true;
        hub.clock.advance(Duration.ofSeconds(3));
        hub.sender.sendWhatIsDue();

        assertThat(hub.now(ticket).delivery()).isEqualTo("unknown");
    }

    @Test
    void whatTheOtherSystemSaidItselfIsNotForgottenForAnAnswerThatWasLost() {
        hub.answers = false;
        Ticket ticket = hub.open("破损");
        hub.meanwhile.add(() -> hub.news.reported(told("1", ticket.id())));

        hub.sender.sendWhatIsDue();

        assertThat(hub.now(ticket).delivery()).isEqualTo("kept");
        hub.news.reported(told("2", null));
        assertThat(hub.now(ticket).status())
                .as("what it says by its own number alone")
                .isEqualTo(TicketStatus.SOLVED);
        hub.clock.advance(Duration.ofSeconds(3));
        hub.sender.sendWhatIsDue();
        assertThat(hub.there).hasSize(1);
        assertThat(hub.now(ticket).external()).isEqualTo("35436");
    }

    /** The first news with our id, as of a new ticket; those that follow may have theirs alone. */
    private Event told(String id, @Nullable String ours) {
        ObjectNode data = Json.MAPPER.createObjectNode().put("ticketId", "35436");
        data.put("status", ours == null ? "solved" : "new").put("externalId", ours);
        return new Event(
                id,
                "/systems/zendesk/main",
                "io.serai.ticket.updated",
                "35436",
                hub.clock.instant(),
                null,
                data);
    }

    @Test
    void whatAKilledHubWasAboutToTellIsLookedForByTheNextAndNotCreatedTwice() {
        Ticket ticket = hub.open("破损");
        // Killed between the call and its outcome: the lease stands, the ticket is there.
        hub.sender.sendWhatIsDue();
        hub.store.sql().sql("update ticket set external = null, delivery = 'waiting'").update();
        hub.store
                .sql()
                .sql(
                        "insert into ticket_outbox (ticket, action, body, attempts, due, until)"
                                + " values (?, 'create', '{}', 1, ?, ?)")
                .params(
                        java.util.UUID.fromString(ticket.id()),
                        TicketRows.at(hub.clock.instant()),
                        TicketRows.at(hub.clock.instant().plusSeconds(60)))
                .update();

        assertThat(hub.sender.sendWhatIsDue()).isZero();
        hub.clock.advance(Duration.ofSeconds(61));
        hub.sender.sendWhatIsDue();

        assertThat(hub.there).hasSize(1);
        assertThat(hub.now(ticket).external()).isEqualTo("35436");
    }

    @Test
    void howeverLongTheOnesBeforeTookNobodyElseTellsWhatIsBeingTold() {
        hub.open("破损");
        hub.open("丢失");
        hub.meanwhile.add(() -> hub.clock.advance(Duration.ofSeconds(61)));
        hub.meanwhile.add(() -> assertThat(hub.sender.sendWhatIsDue()).isZero());

        assertThat(hub.sender.sendWhatIsDue()).isEqualTo(2);

        assertThat(hub.there).hasSize(2);
    }

    @Test
    void whatAnotherNodeTriedMeanwhileIsLookedForAndNotCreatedTwice() {
        hub.open("破损");
        Ticket lost = hub.open("丢失");
        hub.meanwhile.add(
                () -> {
                    hub.answers = false;
                    hub.sender.sendWhatIsDue();
                    hub.answers = true;
                });

        hub.sender.sendWhatIsDue();
        hub.clock.advance(Duration.ofSeconds(3));
        hub.sender.sendWhatIsDue();

        assertThat(hub.there).hasSize(2);
        assertThat(hub.now(lost).delivery()).isEqualTo("kept");
    }

    @Test
    void changesWaitForTheirTicketAndGoInOrder() {
        hub.reachable = false;
        Ticket ticket = hub.open("破损");
        hub.tickets.change(
                "mei",
                ticket.id(),
                new Tickets.Patch(null, TicketStatus.OPEN, Priority.URGENT, null));
        hub.tickets.comment("mei", ticket.id(), null, "已补发");
        hub.sender.sendWhatIsDue();
        assertThat(hub.there).isEmpty();

        hub.reachable = true;
        hub.clock.advance(Duration.ofSeconds(10));
        while (hub.sender.sendWhatIsDue() > 0) {
            // One after another.
        }

        assertThat(hub.there).hasSize(1);
        assertThat(hub.there.getFirst().path("priority").asText()).isEqualTo("urgent");
        assertThat(hub.there.getFirst().path("status").asText()).isEqualTo("open");
        assertThat(hub.comments).containsExactly("已补发");
    }

    @Test
    void whoSetsTheSystemBackToTheHubIsToldWhatTheOtherNeverHeard(CapturedOutput output)
            throws Exception {
        hub.open("破损");
        TicketsOfHub later = TicketsOfHub.hub(hub.store);

        later.sender.start();
        later.camel.stop();

        assertThat(output).contains("1 changes of tickets", "serai.tickets.system");
    }

    @Test
    void aCommentWhoseAnswerWasLostIsLookedForAndNotSaidTwice() {
        Ticket ticket = hub.open("破损");
        hub.sender.sendWhatIsDue();
        hub.answers = false;
        hub.tickets.comment("mei", ticket.id(), null, "已补发");

        hub.sender.sendWhatIsDue();
        hub.answers = true;
        hub.clock.advance(Duration.ofSeconds(10));
        hub.sender.sendWhatIsDue();

        assertThat(hub.comments).containsExactly("已补发");
    }

    @Test
    void theSameCommentOnceMoreIsSaidOnceMoreThoughTheSystemWasAway() {
        Ticket ticket = hub.open("破损");
        hub.tickets.comment("mei", ticket.id(), null, "已补发");
        while (hub.sender.sendWhatIsDue() > 0) {
            // One after another.
        }
        hub.reachable = false;
        hub.tickets.comment("mei", ticket.id(), null, "已补发");
        hub.sender.sendWhatIsDue();

        hub.reachable = true;
        hub.clock.advance(Duration.ofSeconds(10));
        hub.sender.sendWhatIsDue();

        assertThat(hub.comments).containsExactly("已补发", "已补发");
    }

    @Test
    void whyATicketWasRefusedThereIsStillToldWhenItWasChangedHere() {
        hub.refuses = true;
        Ticket ticket = hub.open("破损");
        hub.sender.sendWhatIsDue();

        hub.refuses = false;
        hub.tickets.change(
                "mei", ticket.id(), new Tickets.Patch(null, TicketStatus.OPEN, null, null));
        hub.sender.sendWhatIsDue();

        assertThat(hub.now(ticket).delivery()).isEqualTo("failed");
        assertThat(hub.now(ticket).reason()).contains("RecordInvalid");
    }
}
