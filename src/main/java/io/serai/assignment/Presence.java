package io.serai.assignment;

import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Whether agents are there. Kept in the store, so that every node and the next run know. */
@Component
public class Presence {

    /** What an agent says of themselves. */
    public enum State {
        /** Takes offers. */
        ONLINE,
        /** Keeps what they have, takes nothing new. */
        AWAY,
        /** Is leaving: what they have goes back after the grace period. */
        OFFLINE
    }

    /**
     * What the store has of an agent.
     *
     * @param state what they said last
     * @param connected whether they have a console open
     */
    public record Known(State state, boolean connected) {}

    /** Of an agent who was never there. */
    public static final Known NEVER = new Known(State.OFFLINE, false);

    private final Ledger ledger;
    private final Clock clock;

    Presence(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** They say so, on a socket that is open. */
    public void set(String login, State state) {
        write(
                page -> {
                    String presence = state.name().toLowerCase(Locale.ROOT);
                    var lost =
                            state == State.OFFLINE
                                    ? clock.instant().atOffset(ZoneOffset.UTC)
                                    : null;
                    int known =
                            page.sql()
                                    .sql("update agent set presence = ?, lost = ? where login = ?")
                                    .params(java.util.Arrays.asList(presence, lost, login))
                                    .update();
                    if (known == 0) {
                        page.sql()
                                .sql("insert into agent (login, presence, lost) values (?, ?, ?)")
                                .params(java.util.Arrays.asList(login, presence, lost))
                                .update();
                    }
                });
    }

    /** Everybody who was ever there, by login. */
    public Map<String, Known> all() {
        return inLedger(
                page -> {
                    Map<String, Known> all = new HashMap<>();
                    page.sql()
                            .sql("select login, presence, lost is null as connected from agent")
                            .query(
                                    row -> {
                                        all.put(
                                                row.getString("login"),
                                                new Known(
                                                        State.valueOf(
                                                                row.getString("presence")
                                                                        .toUpperCase(Locale.ROOT)),
                                                        row.getBoolean("connected")));
                                    });
                    return all;
                });
    }

    /** Their last socket is gone; they have the grace period to come back. */
    public void lost(String login) {
        write(
                page ->
                        page.sql()
                                .sql("update agent set lost = ? where login = ? and lost is null")
                                .params(clock.instant().atOffset(ZoneOffset.UTC), login)
                                .update());
    }

    /**
     * After a restart nobody has a socket; who comes back within the grace period keeps what they
     * had.
     */
    @EventListener(ApplicationReadyEvent.class)
    void everyoneIsLostAtFirst() {
        write(
                page ->
                        page.sql()
                                .sql("update agent set lost = ? where lost is null")
                                .param(clock.instant().atOffset(ZoneOffset.UTC))
                                .update());
    }

    private void write(Consumer<Page> work) {
        inLedger(
                page -> {
                    work.accept(page);
                    return true;
                });
    }

    private <R> R inLedger(Function<Page, R> work) {
        return ledger.commitNow(Unit.of(work));
    }
}
