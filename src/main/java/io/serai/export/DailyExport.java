package io.serai.export;

import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * Behind {@code routes/events/export.camel.yaml}: keeps the directory up to date. A file is there
 * whole or not at all; one that is there may be replaced by a later state of the same day.
 */
@Component("dailyExport")
public class DailyExport {

    private static final Logger log = LoggerFactory.getLogger(DailyExport.class);
    private static final Duration DAY = Duration.ofDays(1);

    /** The name under which a file is written. */
    private static final Pattern BEGUN =
            Pattern.compile("\\.(messages|events)-[0-9-]{10}\\.csv(\\.gz)?\\.[0-9a-f-]{36}");

    private final Export export;
    private final ExportSettings settings;
    private final MeterRegistry meters;
    private final Clock clock;

    DailyExport(Export export, ExportSettings settings, MeterRegistry meters, Clock clock) {
        this.export = export;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Writes what is missing or due again.
     *
     * @throws IOException if the directory cannot be written; what was due is due the next time
     */
    public void run() throws IOException {
        Path directory = Path.of(settings.directory());
        Files.createDirectories(directory);
        Instant now = clock.instant();
        clear(directory, now.minus(DAY));
        LocalDate today = LocalDate.ofInstant(now, settings.zone());
        for (int back = settings.days(); back > 0; back--) {
            LocalDate day = today.minusDays(back);
            for (DataSet set : DataSet.values()) {
                Path file = file(directory, set, day);
                if (isDue(file, day, now)) {
                    write(set, day, file, now);
                }
            }
        }
    }

    /** What a hub began that was killed; another may be writing what is younger. */
    private static void clear(Path directory, Instant before) throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, ".*")) {
            for (Path file : all) {
                long written = file.toFile().lastModified(); // 0 once another has renamed it
                if (BEGUN.matcher(file.getFileName().toString()).matches()
                        && written < before.toEpochMilli()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Path file(Path directory, DataSet set, LocalDate day) {
        return directory.resolve(set.label() + "-" + day + (settings.gzip() ? ".csv.gz" : ".csv"));
    }

    private boolean isDue(Path file, LocalDate day, Instant now) throws IOException {
        Instant end = settings.end(day);
        if (now.isBefore(end.plus(settings.delay()))) {
            return false;
        }
        if (!Files.exists(file)) {
            return true;
        }
        Instant written = Files.getLastModifiedTime(file).toInstant();
        boolean isFinal = !written.isBefore(end.plus(settings.late()));
        boolean lastChance = !now.isBefore(end.plus(settings.late()));
        return !isFinal && (lastChance || !now.isBefore(written.plus(DAY)));
    }

    private void write(DataSet set, LocalDate day, Path file, Instant now) throws IOException {
        Path made = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
        try {
            long lines;
            try (FileChannel channel =
                    FileChannel.open(
                            made, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                OutputStream bytes = Channels.newOutputStream(channel);
                GZIPOutputStream zip = settings.gzip() ? new GZIPOutputStream(bytes) : null;
                BufferedWriter writer =
                        new BufferedWriter(
                                new OutputStreamWriter(
                                        zip == null ? bytes : zip, StandardCharsets.UTF_8));
                lines = export.write(set, day, writer);
                writer.flush();
                if (zip != null) {
                    zip.finish();
                }
                channel.force(true);
            }
            Files.setLastModifiedTime(made, java.nio.file.attribute.FileTime.from(now));
            Files.move(
                    made,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            meters.counter("serai.export.files").increment();
            log.info("Exported {} with {} lines", file.getFileName(), lines);
        } finally {
            Files.deleteIfExists(made);
        }
    }
}
