package io.serai.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * {@code POST /observe/backup} on the ops port: a copy of the store in H2, made while the hub goes
 * on. Everything acknowledged before the call is in it. See {@code docs/backup.md}.
 */
@Component
@Endpoint(id = "backup")
class Backup {

    private static final Logger log = LoggerFactory.getLogger(Backup.class);
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("'serai-'uuuuMMdd'T'HHmmss.SSS'Z.zip'")
                    .withZone(ZoneOffset.UTC);

    private final JdbcTemplate jdbc;
    private final StoreSettings store;
    private final BackupSettings settings;
    private final Clock clock;
    private final ReentrantLock running = new ReentrantLock();

    Backup(JdbcTemplate jdbc, StoreSettings store, BackupSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.store = store;
        this.settings = settings;
        this.clock = clock;
    }

    @WriteOperation
    public WebEndpointResponse<Map<String, Object>> make() {
        if (store.file() == null) {
            return told(
                    400,
                    "refused",
                    "The store is not a file of H2's. Back PostgreSQL up with pg_dump");
        }
        if (!running.tryLock()) {
            return told(409, "refused", "A backup is being made already");
        }
        try {
            Path made = write();
            log.info("The store was backed up to {}", made);
            return new WebEndpointResponse<>(
                    Map.of("file", made.toString(), "bytes", Files.size(made)), 200);
        } catch (IOException | DataAccessException e) {
            String why = String.valueOf(NestedExceptionUtils.getMostSpecificCause(e));
            log.error("The store could not be backed up to {}: {}", settings.folder(), why);
            return told(
                    500,
                    "failed",
                    "Nothing was written to %s: %s".formatted(settings.folder(), why));
        } finally {
            running.unlock();
        }
    }

    private Path write() throws IOException {
        Path folder = Files.createDirectories(settings.folder().toAbsolutePath().normalize());
        Path target = folder.resolve(NAME.format(clock.instant()));
        Path part = folder.resolve("unfinished.part");
        try {
            jdbc.update("backup to ?", part.toString());
            mark(part);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        clear(folder, target);
        return target;
    }

    /** Whoever unpacks it gets the mark too, by which the hub knows that time has passed. */
    private void mark(Path part) throws IOException {
        Path mark = Restored.mark(store);
        if (mark != null) {
            try (FileSystem zip = FileSystems.newFileSystem(part, Map.of())) {
                Files.writeString(
                        zip.getPath(String.valueOf(mark.getFileName())),
                        "This store comes from a backup.\n");
            }
        }
    }

    /** Those with a later name than the newest are of a clock that was ahead, and older than it. */
    private void clear(Path folder, Path newest) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Comparator<Path> ahead = Comparator.comparing(it -> it.compareTo(newest) > 0);
            List<Path> newestFirst =
                    files.filter(it -> it.getFileName().toString().matches("serai-.*Z\\.zip"))
                            .sorted(ahead.thenComparing(Comparator.reverseOrder()))
                            .toList();
            for (Path old : newestFirst.stream().skip(Math.max(1, settings.keep())).toList()) {
                Files.delete(old);
            }
        }
    }

    private static WebEndpointResponse<Map<String, Object>> told(
            int status, String title, String why) {
        return new WebEndpointResponse<>(Map.of("title", title, "detail", why), status);
    }
}
