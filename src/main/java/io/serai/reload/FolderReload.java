package io.serai.reload;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keeps one {@link LiveFolder} at its files, or at the last of them that it took. */
final class FolderReload {

    private final LiveFolder folder;
    private final LastGood lastGood;
    private final Refusals refusals;
    private Map<Path, String> inForce = Map.of();
    private boolean started;

    FolderReload(LiveFolder folder, LastGood lastGood, Refusals refusals) {
        this.folder = folder;
        this.lastGood = lastGood;
        this.refusals = refusals;
    }

    /** Gives the folder its files; those it refuses are replaced by their last good version. */
    void load(Map<Path, String> files) {
        Map<Path, String> saved = new TreeMap<>();
        files.forEach((file, text) -> saved.put(folder.folder().relativize(file), text));
        Map<Path, String> wanted = new TreeMap<>(saved);
        Map<Path, Problem> refused = new LinkedHashMap<>();
        boolean applied = false;
        for (int tries = 0; !applied && tries <= 2 * files.size() + 1; tries++) {
            applied = attempt(wanted, refused);
        }
        if (applied) {
            bringBack(saved, wanted, refused);
            settle(saved.keySet(), wanted);
        }
        Map<Problem, Boolean> told = new LinkedHashMap<>();
        refused.forEach((file, problem) -> told.put(problem, inForce.containsKey(file)));
        refusals.set(folder.name(), told);
    }

    /**
     * Which of several files one in force doesn't go with was a guess: those that do go with it.
     */
    private void bringBack(
            Map<Path, String> saved, Map<Path, String> wanted, Map<Path, Problem> refused) {
        List<Path> suspects = refused.size() > 1 ? List.copyOf(refused.keySet()) : List.of();
        for (Path file : suspects) {
            Map<Path, String> more = new TreeMap<>(wanted);
            String text = saved.get(file);
            if (text == null) {
                continue; // deleted, and still needed
            }
            more.put(file, text);
            try {
                refuseUnreadable(more);
                folder.apply(new TreeMap<>(more));
                wanted.put(file, text);
                refused.remove(file);
            } catch (BadFileException
                    | RuntimeException
                    | Error e) { // stays refused, for its reason
            }
        }
    }

    private boolean attempt(Map<Path, String> wanted, Map<Path, Problem> refused) {
        if (started && wanted.equals(inForce)) {
            return true; // everything new was refused
        }
        try {
            refuseUnreadable(wanted);
            folder.apply(new TreeMap<>(wanted));
            return true;
        } catch (BadFileException e) {
            Path blamed = blamed(e.file(), wanted);
            takeBack(blamed, wanted);
            refused.putIfAbsent(blamed, problem(blamed, e));
        } catch (RuntimeException
                | Error e) { // one folder's trouble keeps no other from going live
            Path first = wanted.isEmpty() ? Path.of("") : wanted.keySet().iterator().next();
            refused.putIfAbsent(
                    first,
                    new Problem(folder.folder().resolve(first), 0, "could not be taken: " + e));
            wanted.clear();
            wanted.putAll(inForce);
            return true;
        }
        return false;
    }

    /** Some editors empty a file before they write it; what is in force stays so meanwhile. */
    private static void refuseUnreadable(Map<Path, String> files) throws BadFileException {
        for (Map.Entry<Path, String> file : files.entrySet()) {
            Yaml.check(file.getKey(), file.getValue());
            if (file.getValue().isBlank()) {
                throw new BadFileException(
                        file.getKey(), 1, "The file is empty: delete it or fill it.");
            }
        }
    }

    /** The named file; the last that changed, if the named one is in force as it stands. */
    private Path blamed(Path named, Map<Path, String> wanted) {
        if (!started || !Objects.equals(wanted.get(named), inForce.get(named))) {
            return named;
        }
        return wanted.entrySet().stream()
                .filter(file -> !file.getValue().equals(inForce.get(file.getKey())))
                .map(Map.Entry::getKey)
                .reduce(named, (before, last) -> last);
    }

    private Problem problem(Path blamed, BadFileException e) {
        Problem told = Problem.of(e);
        Path place = folder.folder().resolve(blamed);
        Problem named = new Problem(folder.folder().resolve(e.file()), told.line(), told.message());
        return blamed.equals(e.file())
                ? named
                : new Problem(place, 0, "With it " + named.place() + " fails: " + named.message());
    }

    private void takeBack(Path file, Map<Path, String> wanted) {
        String now = wanted.get(file);
        String before = started ? inForce.get(file) : lastGood.read(folder.name(), file);
        if (before == null || before.equals(now)) {
            wanted.remove(file);
        } else {
            wanted.put(file, before);
        }
    }

    private void settle(Set<Path> present, Map<Path, String> wanted) {
        Set<Path> gone = new TreeSet<>(inForce.keySet());
        gone.removeAll(present);
        gone.removeAll(wanted.keySet()); // deleted, and still needed
        List<String> changed =
                wanted.entrySet().stream()
                        .filter(entry -> !entry.getValue().equals(inForce.get(entry.getKey())))
                        .map(entry -> entry.getKey().toString())
                        .toList();
        inForce = wanted;
        started = true;
        wanted.forEach((file, text) -> lastGood.write(folder.name(), file, text));
        lastGood.deleteAll(folder.name(), gone);
        if (!changed.isEmpty() || !gone.isEmpty()) {
            Set<String> told = new TreeSet<>(changed);
            gone.forEach(file -> told.add(file + " (deleted)"));
            refusals.applied(folder.name(), told);
        }
    }
}
