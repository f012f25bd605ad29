package io.serai.assignment;

import io.serai.cluster.Attendance;
import io.serai.store.Ledger;
import io.serai.store.Page;
import io.serai.store.Unit;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
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
    private final Attendance attendance;
    private final Clock clock;

    /** Who had no socket when we last looked; whoever has none twice in a row is gone. */
    private final Set<String> missed = ConcurrentHashMap.newKeySet();

    /** Whose going may not be written down yet; it is tried again when we look. */
    private final Set<String> going = ConcurrentHashMap.newKeySet();

    private final AtomicLong lookAgain = new AtomicLong(System.nanoTime());

    Presence(Ledger ledger, Attendance attendance, Clock clock) {
        this.ledger = ledger;
        this.attendance = attendance;
        this.clock = clock;
    }

    /** They have a socket on this node; call it before {@link #set}. */
    public void arrived(String login) {
        attendance.arrived(login);
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
                    // Who leaves has the grace period once, however often they say so.
                    String since = lost == null ? "?" : "coalesce(lost, ?)";
                    int known =
                            page.sql()
                                    .sql(
                                            "update agent set presence = ?, lost = "
                                                    + since
                                                    + " where login = ?")
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

    /**
     * Their last socket on this node is gone; if no other node has one, they have the grace period
     * to come back. If the other nodes can't be asked, they count as lost until the node that has
     * one {@linkplain #look looks} around, which it does long before the grace period ends.
     */
    public void lost(String login) {
        attendance.left(login);
        goes(login);
    }

    private void goes(String login) {
        if (!attendance.everywhere().map(present -> present.contains(login)).orElse(false)) {
            going.add(login);
            lose(List.of(login));
            going.remove(login);
        }
    }

    /**
     * A look around, called often: agents whose node died without a word are lost, and who is here
     * is not. Nobody elsewhere is judged while the other nodes can't be asked.
     */
    void look() {
        long now = System.nanoTime();
        long next = lookAgain.get();
        if (now - next < 0
                || !lookAgain.compareAndSet(next, now + attendance.interval().toNanos())) {
            return;
        }
        going.forEach(this::goes);
        find(attendance.here());
        if (attendance.isShared()) {
            attendance.everywhere().ifPresentOrElse(this::loseTheDead, missed::clear);
        }
    }

    private void loseTheDead(Set<String> present) {
        Set<String> absent =
                new HashSet<>(
                        inLedger(
                                page ->
                                        page.sql()
                                                .sql("select login from agent where lost is null")
                                                .query(String.class)
                                                .list()));
        absent.removeAll(present);
        lose(absent.stream().filter(missed::contains).toList());
        missed.clear();
        missed.addAll(absent);
    }

    /** Who came back while their going was being written down. */
    private void find(Set<String> here) {
        if (here.isEmpty()) {
            return;
        }
        write(
                page ->
                        page.sql()
                                .sql(
                                        "update agent set lost = null where login = any(?) and"
                                                + " lost is not null and presence <> 'offline'")
                                .param(here.toArray(String[]::new))
                                .update());
    }

    private void lose(List<String> logins) {
        if (logins.isEmpty()) {
            return;
        }
        write(
                page ->
                        page.sql()
                                .sql(
                                        "update agent set lost = ? where login = any(?) and lost is"
                                                + " null")
                                .params(
                                        clock.instant().atOffset(ZoneOffset.UTC),
                                        logins.toArray(String[]::new))
                                .update());
    }

    /**
     * After a restart nobody has a socket; who comes back within the grace period keeps what they
     * had. With other nodes, those know who has one: {@link #look} finds out.
     */
    @EventListener(ApplicationReadyEvent.class)
    void everyoneIsLostAtFirst() {
        if (attendance.isShared()) {
            return;
        }
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
