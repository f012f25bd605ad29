package io.serai.command;

import static io.serai.command.ReturnsOfHub.ID;
import static io.serai.command.ReturnsOfHub.ZHANG;
import static io.serai.command.ReturnsOfHub.wish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.serai.store.LedgerOnDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** A return request reaches the ERP exactly once, whatever is lost on the way. */
class ReturnsTest {

    @TempDir private Path folder;
    private ReturnsOfHub hub;

    @BeforeEach
    void open() throws Exception {
        hub = new ReturnsOfHub(openStore(), true);
    }

    LedgerOnDisk openStore() {
        return new LedgerOnDisk(folder);
    }

    private void andAnErpThatDoesNotKnowTheSameRequestAgain() throws Exception {
        hub.close();
        hub = new ReturnsOfHub(openStore(), false);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void itIsKeptAndSentAsTheContractHasItAndItsNumberComesBack() {
        hub.returns.request("mei", ZHANG, wish());
        hub.sender.sendWhatIsDue();

        assertThat(hub.asked).hasSize(1);
        assertThat(hub.asked.getFirst().properties())
                .extracting(it -> it.getKey() + "=" + it.getValue())
                .containsExactly(
                        "requestId=\"" + ID + "\"",
                        "orderNo=\"E20251111000123\"",
                        "lineNo=[1,2]",
                        "reasonCode=\"BROKEN\"",
                        "reasonText=\"杯子碎了\"");
        assertThat(hub.now().state()).isEqualTo("accepted");
        assertThat(hub.now().reference()).isEqualTo("R1");
        assertThat(hub.told("requested")).isEqualTo(1);
        assertThat(hub.told("accepted")).isEqualTo(1);
        assertThat(hub.sender.sendWhatIsDue()).isZero();
    }

    @Test
    void whatAHubThatOnlyStartsIsToSendWaitsAndIsNotCalledUnknown() throws Exception {
        andAnErpThatDoesNotKnowTheSameRequestAgain();
        hub.returns.request("mei", ZHANG, wish());
        hub.camel.stop(); // as before its start: no call is taken

        assertThat(hub.sender.sendWhatIsDue()).isZero();

        assertThat(hub.now().state()).isEqualTo("waiting");
        assertThat(hub.told("unknown")).isZero();
    }

    @Test
    void theSameRequestAgainIsOneAndAnotherOfTheSameIdIsRefused() {
        hub.returns.request("mei", ZHANG, wish());
        hub.returns.request("mei", ZHANG, wish());

        assertThat(hub.returns.of(ZHANG)).hasSize(1);
        assertThat(hub.told("requested")).isEqualTo(1);
        var other = new ReturnRequest(ID, "E2", List.of(1), "BROKEN", null, List.of());
        assertThatThrownBy(() -> hub.returns.request("mei", ZHANG, other))
                .isInstanceOf(CommandRefused.class)
                .hasMessageContaining("\"id\"");
    }

    @Test
    void aHubKilledInMidCallLeavesItToTheNextWhichAsksForTheSameReturn() {
        hub.killed = true;
        hub.returns.request("mei", ZHANG, wish());
        assertThatThrownBy(() -> hub.sender.sendWhatIsDue())
                .isInstanceOf(ReturnsOfHub.Killed.class);
        hub.killed = false;
        hub.another();

        assertThat(hub.sender.sendWhatIsDue()).as("while the lease stands").isZero();
        hub.clock.advance(Duration.ofSeconds(61));
        hub.sender.sendWhatIsDue();

        assertThat(hub.there).hasSize(1);
        assertThat(hub.now().state()).isEqualTo("accepted");
        assertThat(hub.now().reference()).isEqualTo("R1");
        assertThat(hub.told("accepted")).isEqualTo(1);
    }

    @Test
    void aHubThatIsToldToGoHearsTheAnswerOfTheCallItHasBegun() throws Exception {
        hub.mayAnswer = new CountDownLatch(1);
        hub.sender.start();
        hub.returns.request("mei", ZHANG, wish());
        hub.begun.await();

        Thread going = Thread.startVirtualThread(hub.sender::stop);
        await().until(() -> !hub.sender.isRunning());
        hub.mayAnswer.countDown();
        going.join();

        assertThat(hub.now().state()).isEqualTo("accepted");
    }

    @Test
    void whatMayHaveArrivedIsNotSentAgainWhereTheSameIdWouldBeASecondReturn() throws Exception {
        andAnErpThatDoesNotKnowTheSameRequestAgain();
        hub.killed = true;
        hub.returns.request("mei", ZHANG, wish());
        assertThatThrownBy(() -> hub.sender.sendWhatIsDue())
                .isInstanceOf(ReturnsOfHub.Killed.class);
        hub.killed = false;
        hub.another();
        hub.clock.advance(Duration.ofSeconds(61));

        hub.sender.sendWhatIsDue();
        hub.clock.advance(Duration.ofHours(1));
        hub.sender.sendWhatIsDue();

        assertThat(hub.asked).hasSize(1);
        assertThat(hub.now().state()).isEqualTo("unknown");
        assertThat(hub.now().needsDecision()).isTrue();
        assertThat(hub.told("unknown")).isEqualTo(1);
    }

    @Test
    void whatAnotherHubBeganSinceThisOneLookedIsNotSentASecondTime() throws Exception {
        andAnErpThatDoesNotKnowTheSameRequestAgain();
        hub.returns.request("mei", ZHANG, wish());
        CommandRows rows = new CommandRows(hub.store.sql());
        CommandRows.Row seen = rows.due(hub.clock.instant(), 1).getFirst();

        hub.killed = true;
        assertThatThrownBy(() -> hub.sender.sendWhatIsDue())
                .isInstanceOf(ReturnsOfHub.Killed.class);
        hub.clock.advance(Duration.ofSeconds(61));

        Instant now = hub.clock.instant();
        assertThat(rows.lease(seen, UUID.randomUUID(), now, now.plusSeconds(60))).isFalse();
    }

    @Test
    void anAgentDecidesWhatBecomesOfTheUnknown() throws Exception {
        andAnErpThatDoesNotKnowTheSameRequestAgain();
        hub.answers = false;
        hub.returns.request("mei", ZHANG, wish());
        hub.sender.sendWhatIsDue();

        hub.answers = true;
        hub.returns.decide("mei", ZHANG, ID, Decision.RETRY, null);
        hub.sender.sendWhatIsDue();
        assertThat(hub.asked).hasSize(2);
        assertThat(hub.now().state()).isEqualTo("accepted");

        assertThatThrownBy(() -> hub.returns.decide("mei", ZHANG, ID, Decision.CANCEL, null))
                .isInstanceOf(CommandRefused.class)
                .hasMessageContaining("accepted");
    }

    @Test
    void whatIsSaidToBeDoneIsNotSentAgain() throws Exception {
        andAnErpThatDoesNotKnowTheSameRequestAgain();
        hub.answers = false;
        hub.returns.request("mei", ZHANG, wish());
        hub.sender.sendWhatIsDue();

        hub.returns.decide("mei", ZHANG, ID, Decision.DONE, "R77");
        hub.clock.advance(Duration.ofHours(1));
        hub.sender.sendWhatIsDue();

        assertThat(hub.asked).hasSize(1);
        assertThat(hub.now().reference()).isEqualTo("R77");
        assertThat(hub.told("accepted")).isEqualTo(1);
    }

    @Test
    void aLostAnswerIsAskedForAgainUnderTheSameIdAndToldOnce() {
        hub.answers = false;
        hub.returns.request("mei", ZHANG, wish());
        hub.sender.sendWhatIsDue();
        hub.clock.advance(Duration.ofSeconds(3));
        hub.sender.sendWhatIsDue();
        assertThat(hub.now().state()).isEqualTo("unknown");
        assertThat(hub.told("unknown")).isEqualTo(1);

        hub.answers = true;
        hub.clock.advance(Duration.ofSeconds(10));
        hub.sender.sendWhatIsDue();

        assertThat(hub.there).hasSize(1);
        assertThat(hub.now().state()).isEqualTo("accepted");
    }

    @Test
    void anErpThatCannotBeReachedIsTriedAgainAndAfterADaySomebodyDecides() throws Exception {
        andAnErpThatDoesNotKnowTheSameRequestAgain();
        hub.reachable = false;
        hub.returns.request("mei", ZHANG, wish());
        hub.sender.sendWhatIsDue();
        assertThat(hub.now().state()).isEqualTo("waiting");
        hub.clock.advance(Duration.ofHours(25));
        hub.sender.sendWhatIsDue();

        assertThat(hub.now().needsDecision()).isTrue();
        assertThat(hub.told("unknown")).isEqualTo(1);

        hub.reachable = true;
        hub.returns.decide("mei", ZHANG, ID, Decision.RETRY, null);
        hub.sender.sendWhatIsDue();
        assertThat(hub.now().state()).isEqualTo("accepted");
    }

    @Test
    void anErpThatTakesNoMoreCallsForNowIsSaidToDoSo() throws Exception {
        andAnErpThatDoesNotKnowTheSameRequestAgain();
        hub.busy = true;
        hub.returns.request("mei", ZHANG, wish());
        hub.sender.sendWhatIsDue();

        assertThat(hub.now().state()).isEqualTo("waiting");
        assertThat(hub.now().reason()).isEqualTo("It takes no more calls for now");

        hub.reachable = false;
        hub.clock.advance(Duration.ofMinutes(5));
        hub.sender.sendWhatIsDue();
        assertThat(hub.now().reason()).isEqualTo("It cannot be reached");
    }
}
