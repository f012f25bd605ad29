package io.serai.gateway;

import io.serai.event.Trail;
import io.serai.gateway.Answers.Question;
import io.serai.gateway.Answers.Said;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The calls under way. Equal questions asked at the same time become one call, which lasts as long
 * as the most patient of those who wait for it; one caller can have only so many.
 */
final class Flights implements AutoCloseable {

    private record Flight(CompletableFuture<Said> answer, CallTime time) {}

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentMap<Question, Flight> underWay = new ConcurrentHashMap<>();
    private final Shares shares;

    Flights(Shares shares) {
        this.shares = shares;
    }

    /**
     * Joins the call for this question, or makes it.
     *
     * @param caller for whom; null if nobody in particular
     * @param most the most calls to the system that one caller may have under way
     * @param time how long the answer is waited for
     * @throws BusyException if the caller has as many already
     */
    CompletableFuture<Said> ask(
            String system,
            Question question,
            @Nullable String caller,
            int most,
            Duration time,
            Supplier<Said> call) {
        Flight mine = new Flight(new CompletableFuture<>(), new CallTime(time));
        Flight flight = underWay.putIfAbsent(question, mine);
        if (flight != null) {
            flight.time.extend(time);
            return flight.answer;
        }
        try {
            shares.enter(system, caller, most);
        } catch (BusyException refusal) {
            underWay.remove(question, mine);
            // Whoever joined meanwhile is told, too.
            mine.answer.completeExceptionally(refusal);
            throw refusal;
        }
        String traceparent = Trail.traceparent();
        threads.execute(() -> fly(system, question, mine, caller, traceparent, call));
        return mine.answer;
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void fly(
            String system,
            Question question,
            Flight flight,
            @Nullable String caller,
            @Nullable String traceparent,
            Supplier<Said> call) {
        try (var _ = Trail.open(null, traceparent)) {
            Said said = flight.time.call(call::get);
            landed(system, question, flight, caller);
            flight.answer.complete(said);
        } catch (RuntimeException | Error e) {
            landed(system, question, flight, caller);
            flight.answer.completeExceptionally(e);
        }
    }

    /** Before anybody hears of it: who asks again at once is not in his own way. */
    private void landed(String system, Question question, Flight flight, @Nullable String caller) {
        underWay.remove(question, flight);
        shares.leave(system, caller);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
