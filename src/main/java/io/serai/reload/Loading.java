package io.serai.reload;

import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Loads Kamelets, routes and live folders when Camel has started. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class Loading implements CamelContextConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(Loading.class);

    private final ReloadSettings settings;
    private final List<LiveFolder> folders;

    Loading(ReloadSettings settings, List<LiveFolder> folders) {
        this.settings = settings;
        this.folders = folders;
    }

    @Override
    public void beforeApplicationStart(CamelContext camel) {
        // Nothing: a route that fails to start must not keep the others from starting.
    }

    @Override
    public void afterApplicationStart(CamelContext camel) {
        for (LiveFolder folder : folders) {
            try {
                folder.apply(files(folder.folder(), folder.pattern(), List.of()));
            } catch (BadFileException e) {
                LOG.error("refused {}:{}: {}", e.file(), e.line(), e.getMessage());
            }
        }
        load(camel, settings.connectors(), "*.kamelet.yaml");
        load(camel, settings.routes(), "*.camel.yaml");
    }

    private void load(CamelContext camel, Path folder, String pattern) {
        files(folder, pattern, settings.exclude())
                .forEach(
                        (path, text) -> {
                            String location = "file:" + folder.resolve(path);
                            try {
                                PluginHelper.getRoutesLoader(camel)
                                        .loadRoutes(ResourceHelper.fromString(location, text));
                            } catch (Exception e) {
                                LOG.error("refused {}: {}", location, e.getMessage());
                            }
                        });
    }

    private static Map<Path, String> files(Path folder, String pattern, List<String> exclude) {
        Map<Path, String> files = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return files;
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        try (var found = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) found::iterator) {
                Path path = folder.relativize(file);
                if (Files.isRegularFile(file)
                        && matcher.matches(file.getFileName())
                        && !exclude.contains(path.getName(0).toString())) {
                    files.put(path, Files.readString(file, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
