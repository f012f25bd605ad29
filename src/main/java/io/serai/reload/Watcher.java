package io.serai.reload;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls back after each burst of changes below some folders, and from time to time anyway, since
 * not every file system tells.
 */
final class Watcher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
    private static final int LONGEST_BURST = 4;

    private final Duration debounce;
    private final Duration scan;
    private final Supplier<List<Path>> folders;
    private final Runnable look;
    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final Thread thread;
    private @Nullable WatchService service;
    private volatile boolean closed;

    /**
     * @param folders the folders to watch, asked again each time
     * @param look looks whether something changed and acts on it
     */
    Watcher(Duration debounce, Duration scan, Supplier<List<Path>> folders, Runnable look) {
        this.debounce = debounce;
        this.scan = scan;
        this.folders = folders;
        this.look = look;
        this.thread = Thread.ofPlatform().name("serai-reload").daemon().unstarted(this::run);
    }

    void start() {
        try {
            service = FileSystems.getDefault().newWatchService();
            register(service);
        } catch (IOException e) {
            LOG.warn("no file events here, looking every {}: {}", scan, e.toString());
        }
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                await();
                if (!closed) {
                    look.run();
                }
            } catch (InterruptedException | ClosedWatchServiceException e) {
                return;
            } catch (RuntimeException | Error e) { // whatever one look met, the next may be well
                LOG.error("live edits: {}", e.toString(), e);
            }
        }
    }

    /** Waits for a burst to end, or for the time of the next look. */
    private void await() throws InterruptedException {
        WatchService events = service;
        if (events == null) {
            Thread.sleep(scan);
            return;
        }
        register(events);
        WatchKey key = events.poll(scan.toMillis(), TimeUnit.MILLISECONDS);
        for (int bursts = 0; key != null && bursts < LONGEST_BURST; bursts++) {
            while (key != null) {
                key.pollEvents();
                if (!key.reset()) {
                    keys.values().remove(key);
                }
                key = events.poll();
            }
            Thread.sleep(debounce);
            key = events.poll(); // still changing: wait once more
        }
        if (key != null) {
            key.reset();
        }
    }

    private void register(WatchService events) {
        List<Path> wanted = folders.get();
        keys.entrySet()
                .removeIf(entry -> !wanted.contains(entry.getKey()) && cancel(entry.getValue()));
        for (Path folder : wanted) {
            if (!keys.containsKey(folder)) {
                try {
                    keys.put(
                            folder,
                            folder.register(events, ENTRY_CREATE, ENTRY_DELETE, ENTRY_MODIFY));
                } catch (IOException e) {
                    LOG.debug("{} is not watched: {}", folder, e.toString());
                }
            }
        }
    }

    private static boolean cancel(WatchKey key) {
        key.cancel();
        return true;
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (service != null) {
                service.close();
            }
            thread.join(Duration.ofSeconds(10));
        } catch (IOException e) {
            LOG.debug("watching did not end cleanly: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
