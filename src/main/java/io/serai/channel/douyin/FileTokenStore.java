package io.serai.channel.douyin;

import io.serai.event.Json;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** One file that only the hub's user can read, replaced as a whole or not at all. */
final class FileTokenStore implements TokenStore {

    private static final Logger log = LoggerFactory.getLogger(FileTokenStore.class);

    private final Path file;

    FileTokenStore(Path file) {
        this.file = file.toAbsolutePath();
    }

    @Override
    public @Nullable Tokens load() {
        if (!Files.exists(file)) {
            return null;
        }
        try {
            return Json.read(Files.readString(file), Tokens.class);
        } catch (IOException | IllegalArgumentException e) {
            log.error(
                    "Cannot read {}: going on with the refresh-token of the settings. If the"
                            + " platform refuses it, authorise the operator again.",
                    file);
            return null;
        }
    }

    @Override
    public void save(Tokens tokens) {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(written);
            try (FileChannel channel =
                    FileChannel.open(
                            written,
                            Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                            ownerOnly())) {
                ByteBuffer bytes =
                        ByteBuffer.wrap(Json.write(tokens).getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(
                    written,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot write " + file + ": make its folder writable for the hub", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
