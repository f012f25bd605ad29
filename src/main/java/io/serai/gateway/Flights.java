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

    /** Who asks which system; what is not under way is not kept. */
    private record Caller(String system, String name) {}

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentMap<Question, Flight> underWay = new ConcurrentHashMap<>();
    private final ConcurrentMap<Caller, Integer> callers = new ConcurrentHashMap<>();

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
        Caller counted = caller == null ? null : new Caller(system, caller);
        if (counted != null && !enter(counted, most)) {
            BusyException refusal =
                    new BusyException(
                            "too many calls for the same customer or login are under way");
            underWay.remove(question, mine);
            // Whoever joined meanwhile is told, too.
            mine.answer.completeExceptionally(refusal);
            throw refusal;
        }
        String traceparent = Trail.traceparent();
        threads.execute(() -> fly(question, mine, counted, traceparent, call));
        return mine.answer;
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void fly(
            Question question,
            Flight flight,
            @Nullable Caller caller,
            @Nullable String traceparent,
            Supplier<Said> call) {
        try (var _ = Trail.open(null, traceparent)) {
            Said said = flight.time.call(call::get);
            landed(question, flight, caller);
            flight.answer.complete(said);
        } catch (RuntimeException | Error e) {
            landed(question, flight, caller);
            flight.answer.completeExceptionally(e);
        }
    }

    /** Before anybody hears of it: who asks again at once is not in his own way. */
    private void landed(Question question, Flight flight, @Nullable Caller caller) {
        underWay.remove(question, flight);
        if (caller != null) {
            leave(caller);
        }
    }

    private void leave(Caller caller) {
        callers.computeIfPresent(caller, (who, calls) -> calls > 1 ? calls - 1 : null);
    }

    private boolean enter(Caller caller, int most) {
        int calls = callers.merge(caller, 1, Integer::sum);
        if (calls <= most) {
            return true;
        }
        leave(caller);
        return false;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
