package io.serai.channel.douyin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The account's route file as it is shipped, one route at a time. */
final class RouteFile {

    private static final Path FILE = Path.of("routes/channels/douyin-main.camel.yaml");

    private RouteFile() {}

    static String route(String id) throws IOException {
        for (String route : Files.readString(FILE).split("(?m)^(?=- route:)")) {
            if (route.contains("id: " + id)) {
                return route;
            }
        }
        throw new IllegalArgumentException("There is no route " + id + " in " + FILE);
    }
}
