package io.serai.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.serai.SettableClock;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Which copies of the store stay. */
class BackupFilesTest {

    private static final Duration DAY = Duration.ofDays(1);

    @TempDir private Path folder;

    private final SettableClock clock = new SettableClock();

    @Test
    void theNewestStayAlsoWhenTheClockWasAheadForAWhile() throws IOException {
        try (LedgerOnDisk store = new LedgerOnDisk(folder)) {
            BackupSettings settings = new BackupSettings(folder.resolve("backups"), 2);
            Backup backup =
                    new Backup(
                            new JdbcTemplate(store.source()),
                            LedgerOnDisk.settings(folder),
                            settings,
                            clock);
            clock.advance(DAY.multipliedBy(365));
            assertThat(made(backup)).isEqualTo(200);
            clock.advance(DAY);
            assertThat(made(backup)).isEqualTo(200);

            clock.advance(DAY.multipliedBy(-364));
            assertThat(made(backup)).isEqualTo(200);
            assertThat(names(settings.folder()))
                    .containsExactly(
                            "serai-20261123T080000.000Z.zip", "serai-20271122T080000.000Z.zip");

            clock.advance(DAY);
            assertThat(made(backup)).isEqualTo(200);
            assertThat(names(settings.folder()))
                    .containsExactly(
                            "serai-20261123T080000.000Z.zip", "serai-20261124T080000.000Z.zip");
        }
    }

    private static int made(Backup backup) {
        return backup.make().getStatus();
    }

    private static List<String> names(Path backups) throws IOException {
        try (Stream<Path> files = Files.list(backups)) {
            return files.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }
}
