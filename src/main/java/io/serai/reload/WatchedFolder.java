package io.serai.reload;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A folder's matching files, read again only where they changed. */
final class WatchedFolder {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedFolder.class);

    /** Where a folder is a disk of its own; root's alone. */
    private static final String OF_THE_DISK = "lost+found";

    private final Path folder;
    private final PathMatcher pattern;
    private final List<String> exclude;
    private Map<Path, Stamp> stamps = Map.of();
    private Map<Path, String> texts = new TreeMap<>();
    private List<Path> folders = List.of();
    private @Nullable String trouble;

    WatchedFolder(Path folder, String pattern, List<String> exclude) {
        this.folder = folder;
        this.pattern = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        this.exclude = exclude;
    }

    /** What tells a changed file without reading it. */
    record Stamp(long modified, long size, @Nullable Object key) {}

    /** The text of each file as of the last {@link #refresh}, by its path with the folder's. */
    Map<Path, String> texts() {
        return texts;
    }

    /** The folder and its subfolders as of the last {@link #refresh}. */
    List<Path> folders() {
        return folders;
    }

    /**
     * Looks again; true if a file's text is new, changed or gone. Of a folder that is gone as a
     * whole, or can't be read, nothing is known: what was found last goes on.
     */
    boolean refresh() {
        Map<Path, Stamp> found = new TreeMap<>();
        List<Path> inside = new ArrayList<>();
        try {
            if (Files.isDirectory(folder)) {
                // Kubernetes mounts a ConfigMap as links to a folder that it exchanges whole; what
                // changes is behind the links.
                Files.walkFileTree(
                        folder,
                        EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                        Integer.MAX_VALUE,
                        new Walk(found, inside));
            } else if (!folders.isEmpty()) {
                throw new NoSuchFileException(folder.toString());
            }
        } catch (IOException | UncheckedIOException e) {
            if (trouble == null) {
                LOG.error(
                        "{} can't be read, what was live of it goes on: {}", folder, e.toString());
            }
            trouble = e.toString();
            return false;
        }
        trouble = null;
        folders = inside;
        if (found.equals(stamps)) {
            return false;
        }
        Map<Path, String> read = new TreeMap<>();
        found.forEach((file, stamp) -> read(file, stamp, found, read));
        boolean changed = !read.equals(texts);
        stamps = found;
        texts = read;
        return changed;
    }

    /**
     * Refuses a folder that the last {@link #refresh} did not find or could not read.
     *
     * @param setting the key that names it
     */
    void require(String setting) {
        if (folders.isEmpty()) {
            throw new IllegalStateException(
                    "%s: the folder %s %s. Start the hub where it is, or correct the setting"
                            .formatted(
                                    setting,
                                    folder.toAbsolutePath(),
                                    trouble == null
                                            ? "is not there"
                                            : "can't be read: " + trouble));
        }
    }

    private void read(Path file, Stamp stamp, Map<Path, Stamp> found, Map<Path, String> read) {
        String before = texts.get(file);
        if (before != null && Objects.equals(stamps.get(file), stamp)) {
            read.put(file, before);
            return;
        }
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] most = bytes.readNBytes(Yaml.MOST_READ);
            read.put(file, new String(most, StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("{} can't be read: {}", file, e.toString());
            found.put(file, new Stamp(-1, -1, null)); // so that it is tried again
            if (before != null) {
                read.put(file, before);
            }
        }
    }

    final class Walk extends SimpleFileVisitor<Path> {

        private final Map<Path, Stamp> found;
        private final List<Path> inside;

        Walk(Map<Path, Stamp> found, List<Path> inside) {
            this.found = found;
            this.inside = inside;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            if (!dir.equals(folder) && (hidden(dir) || excluded(dir))) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            inside.add(dir);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            // what is no file, such as a pipe, would keep who reads it for good
            boolean readable = attributes.isRegularFile() && !hidden(file);
            if (readable && pattern.matches(file.getFileName())) {
                long modified = attributes.lastModifiedTime().toMillis();
                found.put(file, new Stamp(modified, attributes.size(), attributes.fileKey()));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            boolean gone = e instanceof NoSuchFileException; // between listing and looking
            boolean nobodys = hidden(file) || excluded(file) || file.endsWith(OF_THE_DISK);
            if (gone || nobodys || e instanceof FileSystemLoopException) {
                return FileVisitResult.CONTINUE;
            }
            throw e; // or all below a folder that can't be read would count as deleted
        }

        private boolean hidden(Path path) {
            return path.getFileName().toString().startsWith(".");
        }

        private boolean excluded(Path dir) {
            return exclude.contains(folder.relativize(dir).toString());
        }
    }
}
