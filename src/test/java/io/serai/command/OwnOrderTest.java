package io.serai.command;

import static io.serai.command.ReturnsOfHub.ID;
import static io.serai.command.ReturnsOfHub.ZHANG;
import static io.serai.command.ReturnsOfHub.answer;
import static io.serai.command.ReturnsOfHub.wish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.serai.command.CommandRefused.Reason;
import io.serai.gateway.Answer.State;
import io.serai.store.LedgerOnDisk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** A return is asked for only of an order of the conversation's customer. */
class OwnOrderTest {

    @TempDir private Path folder;
    private ReturnsOfHub hub;

    @BeforeEach
    void open() throws Exception {
        hub = new ReturnsOfHub(new LedgerOnDisk(folder), true);
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void anotherCustomersOrderIsRefusedAndNothingIsSent() {
        hub.owners.put("E2", "C000456");

        assertThat(refused("E2").reason()).isEqualTo(Reason.NOT_THEIRS);
        assertThat(hub.meters.get("serai.returns.refused").tag("reason", "not-theirs").counter())
                .matches(it -> it.count() == 1);
    }

    @Test
    void anOrderThatIsNotThereIsRefusedInTheSameWords() {
        hub.owners.put("E2", "C000456");

        assertThat(refused("E3").getMessage())
                .isEqualTo(refused("E2").getMessage().replace("E2", "E3"))
                .contains("\"orderNo\" E3");
    }

    @Test
    void anOrderByACodeOfAnotherOfTheirChannelsIsTheirs() {
        hub.codes = answer(State.FRESH, "C000123", "T-77");
        hub.owners.put("E2", "T-77");

        hub.returns.request("mei", ZHANG, wishFor("E2"));

        assertThat(hub.now().subject()).isEqualTo("E2");
    }

    @Test
    void whileTheOrderSystemCannotBeAskedNothingIsSentAndItSaysSo() {
        hub.orders = State.UNAVAILABLE;

        CommandRefused refusal = refused("E20251111000123");

        assertThat(refusal.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(refusal).hasMessageContaining("orders").hasMessageContaining("nothing was sent");
    }

    @Test
    void whatIsRememberedOfTheOrderWillDo() {
        hub.orders = State.STALE;

        hub.returns.request("mei", ZHANG, wish());

        assertThat(hub.returns.of(ZHANG)).hasSize(1);
    }

    @Test
    void withTheCrmAwayAKnownCodeWillDoAndForAnotherOrderItIsNotKnown() {
        hub.codes = answer(State.STALE, "C000123");
        hub.owners.put("E2", "C000456");

        CommandRefused refusal = refused("E2");
        hub.returns.request("mei", ZHANG, wish());

        assertThat(refusal.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(refusal).hasMessageContaining("crm");
        assertThat(hub.returns.of(ZHANG)).hasSize(1);
    }

    @Test
    void whoNobodyKnowsHasNoOrders() {
        hub.codes = answer(State.FRESH);
        assertThat(refused("E20251111000123").reason()).isEqualTo(Reason.NOBODY);

        hub.codes = answer(State.UNAVAILABLE);
        assertThat(refused("E20251111000123").reason()).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void theSameRequestAgainIsTheSameAlsoWhileNobodyCanBeAsked() {
        hub.returns.request("mei", ZHANG, wish());
        hub.orders = State.UNAVAILABLE;

        assertThat(hub.returns.request("mei", ZHANG, wish()).id()).isEqualTo(ID);
    }

    private CommandRefused refused(String orderNo) {
        CommandRefused refusal =
                catchThrowableOfType(
                        CommandRefused.class,
                        () -> hub.returns.request("mei", ZHANG, wishFor(orderNo)));
        hub.sender.sendWhatIsDue();
        assertThat(hub.returns.of(ZHANG)).isEmpty();
        assertThat(hub.asked).isEmpty();
        return refusal;
    }

    private static ReturnRequest wishFor(String orderNo) {
        return new ReturnRequest(ID, orderNo, List.of(1), "BROKEN", null, List.of());
    }
}
