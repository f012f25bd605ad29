package io.serai.reload;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Files as they were read, so that one whose text is the same as before is not read again. */
final class Readings {

    private final Map<Path, KameletFile> kamelets = new ConcurrentHashMap<>();
    private final Map<Path, RouteFile> routes = new ConcurrentHashMap<>();

    static boolean isKamelet(Path file) {
        return file.toString().endsWith(KameletFile.SUFFIX);
    }

    KameletFile kamelet(Path file, String text) throws BadFileException {
        KameletFile before = kamelets.get(file);
        if (before != null && before.text().equals(text)) {
            return before;
        }
        KameletFile now = KameletFile.parse(file, text);
        kamelets.put(file, now);
        return now;
    }

    RouteFile routes(Path file, String text) throws BadFileException {
        RouteFile before = routes.get(file);
        if (before != null && before.text().equals(text)) {
            return before;
        }
        RouteFile now = RouteFile.parse(file, text);
        routes.put(file, now);
        return now;
    }

    /** Reads ahead of who needs it; what can't be read, that one finds out. */
    void ahead(Map<Path, String> files) {
        files.forEach(
                (file, text) -> {
                    try {
                        if (isKamelet(file)) {
                            kamelet(file, text);
                        } else {
                            routes(file, text);
                        }
                    } catch (BadFileException e) {
                        return; // read again when it is its turn, and told of then
                    }
                });
    }

    /** Forgets all other files. */
    void keep(Set<Path> files) {
        kamelets.keySet().retainAll(files);
        routes.keySet().retainAll(files);
    }
}
