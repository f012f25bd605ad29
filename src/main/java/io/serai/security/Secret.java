package io.serai.security;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What the hub signs its own tokens with. Each kind of token has a key of its own made from it. */
final class Secret {

    /** In bytes: what HS256 asks for. */
    static final int SHORTEST = 32;

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The configured one, or the one kept in the file, which is made if it isn't there. */
    static Secret of(SecuritySettings settings) {
        String configured = settings.secret();
        if (configured != null && !configured.isBlank()) {
            return checked(
                    configured,
                    "serai.security.secret is shorter than 32 bytes; `openssl rand -hex 32` makes a"
                            + " good one");
        }
        Path file = settings.secretFile();
        try {
            String made = make(file);
            return checked(
                    made != null ? made : Files.readString(file).strip(),
                    "serai.security.secret-file: %s is shorter than 32 bytes, as when the disk was full while it was made; restore it from a backup. If there is none, delete it: a new one is made, everybody logs in again, and what it sealed in the store is lost"
                            .formatted(file));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "serai.security.secret-file: no secret can be kept in %s (%s). Let the hub write there or set serai.security.secret"
                            .formatted(file, e));
        }
    }

    private static Secret checked(String text, String otherwise) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < SHORTEST) {
            throw new IllegalStateException(otherwise);
        }
        return new Secret(bytes);
    }

    /** A fresh secret written to the file; null if the file is there already. */
    private static @Nullable String make(Path file) throws IOException {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        String text = HexFormat.of().formatHex(random);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try (var channel =
                Files.newByteChannel(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        ownerOnly())) {
            channel.write(StandardCharsets.UTF_8.encode(text));
            return text;
        } catch (FileAlreadyExistsException e) {
            return null;
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        };
    }

    /** The key for one kind of token. */
    byte[] key(String kind) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return mac.doFinal(kind.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HmacSHA256", e);
        }
    }
}
