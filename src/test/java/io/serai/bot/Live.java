package io.serai.bot;

import io.serai.reload.BadFileException;
import io.serai.reload.LiveFolder;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The shipped settings and live files, as the running hub has them. */
final class Live {

    private Live() {}

    static <T> T settings(String prefix, Class<T> type, Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(prefix, type);
    }

    static BotSettings bot() {
        return settings("serai.bot", BotSettings.class, Map.of());
    }

    static HandOverSettings handOver() {
        return settings("serai.bot.handover", HandOverSettings.class, Map.of());
    }

    static OrderSettings orders() {
        return settings("serai.bot.orders", OrderSettings.class, Map.of());
    }

    static Replies replies() {
        return loaded(new Replies(bot()));
    }

    static FaqPlugin faq() {
        return loaded(new FaqPlugin(settings("serai.bot.faq", FaqSettings.class, Map.of())));
    }

    static <T extends LiveFolder> T loaded(T folder) {
        try {
            folder.apply(files(folder));
            return folder;
        } catch (BadFileException e) {
            throw new IllegalStateException(e.file() + ":" + e.line() + ": " + e.getMessage(), e);
        }
    }

    static Map<Path, String> files(LiveFolder folder) {
        try (Stream<Path> paths = Files.walk(folder.folder())) {
            List<Path> found = paths.filter(path -> path.toString().endsWith(".yaml")).toList();
            Map<Path, String> files = new TreeMap<>();
            for (Path path : found) {
                files.put(folder.folder().relativize(path), Files.readString(path));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
