package io.serai.reload;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/** A copy on disk of each live file as it last was in force, for a restart with a bad one. */
final class LastGood {

    private static final Logger LOG = LoggerFactory.getLogger(LastGood.class);

    private final Path folder;

    LastGood(Path folder) {
        this.folder = folder;
    }

    @Nullable String read(String group, Path file) {
        try {
            return Files.readString(
                    folder.resolve(group).resolve(inner(file)), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            LOG.warn("the last good copy of {} can't be read: {}", file, e.toString());
            return null;
        }
    }

    void write(String group, Path file, String text) {
        Path target = folder.resolve(group).resolve(inner(file));
        try {
            if (text.equals(read(group, file))) {
                return;
            }
            Files.createDirectories(target.getParent());
            // Where LANG is not set, no name can be made of one such as 退货.yaml.
            Path written = folder.resolve(group).resolve(".new");
            Files.writeString(written, text, StandardCharsets.UTF_8);
            Files.move(
                    written,
                    target,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("no last good copy of {} was kept: {}", file, e.toString());
        }
    }

    void deleteAll(String group, Set<Path> files) {
        for (Path file : files) {
            try {
                Files.deleteIfExists(folder.resolve(group).resolve(inner(file)));
            } catch (IOException e) {
                LOG.warn("the last good copy of {} can't be deleted: {}", file, e.toString());
            }
        }
    }

    private static Path inner(Path file) {
        return file.isAbsolute() ? file.getRoot().relativize(file) : file;
    }
}
