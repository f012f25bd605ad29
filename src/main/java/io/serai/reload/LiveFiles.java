package io.serai.reload;

import io.serai.edge.Gate;

import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Loads the live folders, Kamelets and routes as soon as Camel has started, and again when they
 * change.
 *
 * <p>After Camel's start and not before, because there a route that does not start would keep all
 * others from starting. The web server opens earlier than that, so until everything is loaded
 * whatever comes in waits at the gate: a platform that is told 404 would not come again.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class LiveFiles implements CamelContextConfiguration, ApplicationRunner, SmartLifecycle {

    private final ReloadSettings settings;
    private final List<LiveFolder> folders;
    private final List<ExpandedRoutes> expanded;
    private final Refusals refusals;
    private final ObjectProvider<Gate> gate;
    private final Environment environment;
    private final List<Watched> watched = new ArrayList<>();
    private final LastGood lastGood;
    private final Readings readings = new Readings();
    private final WatchedFolder connectors;
    private final WatchedFolder routes;
    private final CompletableFuture<List<Watched>> ahead;
    private final Gate.@Nullable Hold untilLoaded;
    private @Nullable Watcher watcher;
    private @Nullable Throwable failure;
    private boolean stopped;

    LiveFiles(
            ReloadSettings settings,
            List<LiveFolder> folders,
            List<ExpandedRoutes> expanded,
            Refusals refusals,
            ObjectProvider<Gate> gate,
            Environment environment) {
        this.settings = settings;
        this.folders = folders;
        this.expanded = expanded;
        this.refusals = refusals;
        this.gate = gate;
        this.environment = environment;
        Gate door = gate.getIfAvailable();
        this.untilLoaded = door == null ? null : door.holdForStart();
        this.lastGood = new LastGood(settings.lastGood());
        this.connectors = new WatchedFolder(settings.connectors(), "*.kamelet.yaml", List.of());
        this.routes = new WatchedFolder(settings.routes(), "*.camel.yaml", settings.exclude());
        this.ahead = ahead();
    }

    /**
     * Reads what needs no Camel while everything else still starts: the folders, and the text of
     * the routes. What routes come from is left to {@link #afterApplicationStart}.
     */
    private CompletableFuture<List<Watched>> ahead() {
        List<Watched> alone =
                folders(folder -> !folder.afterRoutes() && !(folder instanceof ExpandedRoutes));
        CompletableFuture<List<Watched>> read = new CompletableFuture<>();
        Thread.ofPlatform()
                .name("serai-reload-ahead")
                .daemon()
                .start(
                        () ->
                                read.completeAsync(
                                        () -> {
                                            alone.forEach(each -> each.look(true));
                                            for (var folder : List.of(connectors, routes)) {
                                                folder.refresh();
                                                readings.ahead(folder.texts());
                                            }
                                            return alone;
                                        },
                                        Runnable::run));
        return read;
    }

    /** Folders whose files go to one reader, and what others write for it. */
    private static final class Watched {

        private final List<WatchedFolder> folders;
        private final List<ExpandedRoutes> expanded;
        private final Consumer<Map<Path, String>> reader;
        private Map<Path, String> written = Map.of();
        private Map<String, String> connected = Map.of();

        Watched(
                List<WatchedFolder> folders,
                List<ExpandedRoutes> expanded,
                Consumer<Map<Path, String>> reader) {
            this.folders = folders;
            this.expanded = expanded;
            this.reader = reader;
        }

        List<WatchedFolder> folders() {
            return folders;
        }

        void look(boolean always) {
            boolean changed = always;
            for (WatchedFolder folder : folders) {
                changed |= folder.refresh();
            }
            Map<Path, String> texts = new TreeMap<>();
            expanded.forEach(routes -> texts.putAll(routes.routes()));
            Map<String, String> connections = connections(expanded);
            changed |= !texts.equals(written) || !connections.equals(connected);
            if (changed) {
                written = Map.copyOf(texts);
                connected = connections;
                folders.forEach(folder -> texts.putAll(folder.texts()));
                reader.accept(texts);
            }
        }
    }

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        // nothing may fail here
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        try {
            load(camel);
        } catch (RuntimeException | Error e) { // which Camel would log and forget
            failure = e;
        }
    }

    /** Ends the start of a hub whose files could not be loaded: its gate would stay shut. */
    @Override
    public void run(ApplicationArguments arguments) {
        if (failure != null) {
            throw new IllegalStateException("The routes could not be loaded: " + failure, failure);
        }
    }

    private void load(CamelContext camel) {
        List<Watched> now =
                new ArrayList<>(
                        folders(
                                folder ->
                                        !folder.afterRoutes() && folder instanceof ExpandedRoutes));
        List<Watched> alone = ahead.join(); // routes may use what is in these
        connectors.require("serai.reload.connectors");
        routes.require("serai.reload.routes");
        now.add(
                new Watched(
                        List.of(connectors, routes),
                        expanded,
                        reload((ModelCamelContext) camel)::load));
        List<Watched> later = folders(LiveFolder::afterRoutes);
        watched.addAll(alone);
        watched.addAll(now);
        watched.addAll(later);
        now.forEach(each -> each.look(true));
        if (untilLoaded != null) {
            untilLoaded.close();
        }
        if (later.isEmpty()) {
            watch();
            return;
        }
        Thread.ofPlatform()
                .name("serai-reload-first")
                .daemon()
                .start(
                        () -> {
                            later.forEach(each -> each.look(true));
                            watch();
                        });
    }

    private synchronized void watch() {
        if (settings.watch() && !stopped) {
            watcher =
                    new Watcher(
                            settings.debounce(),
                            settings.scan(),
                            this::places,
                            () -> watched.forEach(each -> each.look(false)));
            watcher.start();
        }
    }

    private List<Watched> folders(Predicate<LiveFolder> wanted) {
        return folders.stream()
                .filter(wanted)
                .map(
                        folder ->
                                new Watched(
                                        List.of(
                                                new WatchedFolder(
                                                        folder.folder(),
                                                        folder.pattern(),
                                                        List.of())),
                                        List.of(),
                                        new FolderReload(folder, lastGood, refusals)::load))
                .toList();
    }

    private RouteReload reload(ModelCamelContext camel) {
        String soap = environment.getProperty("cxf.path", "/services");
        Holds holds = new Holds(camel, gate.getIfAvailable(), settings.drain(), soap);
        LiveRoutes live = new LiveRoutes(camel, holds, Math.max(1, settings.drain().toSeconds()));
        return new RouteReload(
                live,
                new Validation(camel, environment),
                lastGood,
                readings,
                refusals,
                () -> connections(expanded));
    }

    private static Map<String, String> connections(List<ExpandedRoutes> expanded) {
        Map<String, String> all = new TreeMap<>();
        expanded.forEach(routes -> all.putAll(routes.connections()));
        return all;
    }

    private List<Path> places() {
        return watched.stream()
                .flatMap(each -> each.folders().stream())
                .flatMap(folder -> folder.folders().stream())
                .toList();
    }

    @Override
    public void start() {
        // Camel calls when it is ready
    }

    /** Stops watching before Camel stops its routes. */
    @Override
    public synchronized void stop() {
        stopped = true;
        if (watcher != null) {
            watcher.close();
            watcher = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return watcher != null;
    }

    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
