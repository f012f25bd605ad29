package io.serai.feed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads Server-Sent Events as a browser does. */
final class EventStream implements AutoCloseable {

    /** One event; {@code id} is the reader's last id at that moment. */
    record Got(String id, String type, String data) {}

    private final BufferedReader lines;

    /** The id to come back with. */
    private String lastId = "";

    EventStream(InputStream body) {
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    String lastId() {
        return lastId;
    }

    /** The next event; none if the stream ends, even in the middle of one. */
    Optional<Got> next() throws IOException {
        String id = lastId;
        String type = "message";
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                lastId = id;
                if (!data.isEmpty()) {
                    return Optional.of(new Got(id, type, data.toString()));
                }
                type = "message";
            } else if (line.equals("id")) {
                id = "";
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data.append(line.substring(6));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
