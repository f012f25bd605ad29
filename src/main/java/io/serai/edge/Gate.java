package io.serai.edge;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Lets requests wait while what serves them is being changed, so that a live edit costs no caller a
 * request.
 *
 * <p>Whoever changes a route holds its path first; requests already inside are let finish, new ones
 * wait at the gate on their thread and go on when the hold is closed. With nothing held a request
 * pays one entry in a set.
 */
public final class Gate implements Filter {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final Duration patience;
    private final Duration atStart;
    private final Duration drain;
    private final List<Held> held = new CopyOnWriteArrayList<>();
    private final Set<Passage> inside = ConcurrentHashMap.newKeySet();
    private final List<Runnable> whenHeld = new CopyOnWriteArrayList<>();

    /**
     * @param patience how long a request waits before it gets 503
     * @param atStart the same while the hub starts, when another hub may be ready
     * @param drain how long {@link #hold} waits for the requests inside
     */
    public Gate(Duration patience, Duration atStart, Duration drain) {
        this.patience = patience;
        this.atStart = atStart;
        this.drain = drain;
    }

    /** Paths kept shut until closed. Closing twice does no harm. */
    public interface Hold extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Shuts the gate for some paths and waits until the requests already inside them are done, at
     * most the drain time.
     *
     * @param pathPrefixes paths as routes name them: {@code /hooks/a} holds itself and everything
     *     below; a prefix ends at its first placeholder, so {@code /gateway/order/{id}} holds
     *     {@code /gateway/order/…}
     * @return closes to let the waiting requests go on
     */
    public Hold hold(Set<String> pathPrefixes) {
        return hold(new Held(pathPrefixes.stream().map(Gate::literal).toList(), patience));
    }

    /** Shuts the gate for all paths, until the hub has started. */
    public Hold holdForStart() {
        return hold(new Held(List.of("/"), atStart));
    }

    private Hold hold(Held hold) {
        held.add(hold);
        whenHeld.forEach(Runnable::run);
        awaitDrained(hold);
        return hold;
    }

    /** What is done with every hold, as soon as nobody enters any more. */
    void whenHeld(Runnable task) {
        whenHeld.add(task);
    }

    private void awaitDrained(Held hold) {
        CompletableFuture<?>[] leaving =
                inside.stream()
                        .filter(passage -> hold.covers(passage.path))
                        .map(passage -> passage.left)
                        .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(leaving).get(drain.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.info("{} has requests older than {}; going on without them", hold.paths, drain);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // these futures only ever complete well
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Passage passage = enter(path((HttpServletRequest) request));
        if (passage == null) {
            HttpServletResponse http = (HttpServletResponse) response;
            http.setHeader("Retry-After", "1");
            new Problem(
                            503,
                            "Being changed",
                            "What serves this path starts or is being changed; try again.")
                    .write(http);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().addListener(passage);
            } else {
                passage.leave();
            }
        }
    }

    /** Enters as soon as nothing holds the path; null: waited too long. */
    private @Nullable Passage enter(String path) {
        long begin = System.nanoTime();
        while (true) {
            Passage passage = new Passage(path); // seen by hold() before holds are looked at
            Held hold = holding(path);
            if (hold == null) {
                return passage;
            }
            passage.leave();
            if (!hold.awaitOpen(hold.patience.toNanos() - (System.nanoTime() - begin))) {
                return null;
            }
        }
    }

    private @Nullable Held holding(String path) {
        for (Held hold : held) {
            if (hold.covers(path)) {
                return hold;
            }
        }
        return null;
    }

    private static String path(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return rest == null ? request.getServletPath() : request.getServletPath() + rest;
    }

    private static String literal(String path) {
        String rooted = path.startsWith("/") ? path : "/" + path;
        int wild = rooted.indexOf('{');
        int star = rooted.indexOf('*');
        int end = wild < 0 ? star : star < 0 ? wild : Math.min(wild, star);
        return end < 0 ? rooted : rooted.substring(0, end);
    }

    private final class Held implements Hold {

        private final List<String> paths;
        private final Duration patience;
        private final CountDownLatch open = new CountDownLatch(1);

        Held(List<String> paths, Duration patience) {
            this.paths = paths;
            this.patience = patience;
        }

        boolean covers(String path) {
            for (String prefix : paths) {
                if (path.startsWith(prefix)
                        && (path.length() == prefix.length()
                                || prefix.endsWith("/")
                                || path.charAt(prefix.length()) == '/')) {
                    return true;
                }
            }
            return false;
        }

        boolean awaitOpen(long nanos) {
            try {
                return open.await(nanos, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public void close() {
            held.remove(this);
            open.countDown();
        }
    }

    /** One request on its way through. */
    private final class Passage implements AsyncListener {

        private final String path;
        private final CompletableFuture<Void> left = new CompletableFuture<>();

        Passage(String path) {
            this.path = path;
            inside.add(this);
        }

        void leave() {
            inside.remove(this);
            left.complete(null);
        }

        @Override
        public void onComplete(AsyncEvent event) {
            leave();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // onComplete follows
        }

        @Override
        public void onError(AsyncEvent event) {
            // onComplete follows
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
