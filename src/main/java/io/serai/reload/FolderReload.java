package io.serai.reload;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        Map<Path, String> wanted = new TreeMap<>();
        files.forEach((file, text) -> wanted.put(folder.folder().relativize(file), text));
        Map<Path, Problem> refused = new LinkedHashMap<>();
        boolean applied = false;
        for (int tries = 0; !applied && tries <= 2 * files.size() + 1; tries++) {
            applied = attempt(wanted, refused);
        }
        if (applied) {
            settle(files.keySet(), wanted);
        }
        Map<Problem, Boolean> told = new LinkedHashMap<>();
        refused.forEach((file, problem) -> told.put(problem, inForce.containsKey(file)));
        refusals.set(folder.name(), told);
    }

    private boolean attempt(Map<Path, String> wanted, Map<Path, Problem> refused) {
        if (started && wanted.equals(inForce)) {
            return true; // everything new was refused
        }
        try {
            refuseEmpty(wanted);
            folder.apply(new TreeMap<>(wanted));
            return true;
        } catch (BadFileException e) {
            takeBack(e.file(), wanted);
            refused.putIfAbsent(e.file(), placed(e));
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
    private static void refuseEmpty(Map<Path, String> files) throws BadFileException {
        for (Map.Entry<Path, String> file : files.entrySet()) {
            if (file.getValue().isBlank()) {
                throw new BadFileException(
                        file.getKey(), 1, "The file is empty: delete it or fill it.");
            }
        }
    }

    private Problem placed(BadFileException e) {
        Problem problem = Problem.of(e);
        return new Problem(folder.folder().resolve(e.file()), problem.line(), problem.message());
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
        gone.removeIf(file -> present.contains(folder.folder().resolve(file)));
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
