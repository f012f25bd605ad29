package io.serai.engines;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A disk of few megabytes, which a test can fill. Only root on Linux can make one. */
public final class SmallDisk implements AutoCloseable {

    private final Place place = Place.of("disk");
    private final Path folder = place.file("mounted");
    private final Path filler = folder.resolve("filler");

    private SmallDisk() {}

    /** True if this machine lets us. */
    public static boolean isPossible() {
        try (SmallDisk disk = of(1)) {
            return Files.isDirectory(disk.folder);
        } catch (IllegalStateException e) {
            return false;
        }
    }

    public static SmallDisk of(int megabytes) {
        SmallDisk disk = new SmallDisk();
        try {
            Files.createDirectory(disk.folder);
            Running.once(
                    disk.place.file("mount.log"),
                    List.of(
                            "mount",
                            "-t",
                            "tmpfs",
                            "-o",
                            "size=" + megabytes + "m",
                            "serai-test",
                            disk.folder.toString()));
            return disk;
        } catch (IOException | IllegalStateException e) {
            disk.place.delete();
            throw new IllegalStateException("No small disk can be made here", e);
        }
    }

    public Path folder() {
        return folder;
    }

    /** A new folder on it. */
    public Path folder(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    /** Fills it to the last byte. */
    public void fill() throws IOException {
        byte[] some = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(some);
            }
        } catch (IOException e) {
            if (Files.getFileStore(folder).getUsableSpace() > some.length) {
                throw e;
            }
        }
    }

    /** Makes room again. */
    public void free() throws IOException {
        Files.deleteIfExists(filler);
    }

    @Override
    public void close() {
        Running.once(place.file("mount.log"), List.of("umount", "-l", folder.toString()));
        place.delete();
    }
}
