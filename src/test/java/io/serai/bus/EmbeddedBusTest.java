package io.serai.bus;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** One hub, with its store in a file. */
class EmbeddedBusTest extends BusContract {

    @TempDir private Path folder;

    @Override
    BusNode start() {
        return start("serai.store.url=jdbc:h2:file:" + folder.resolve("serai"));
    }
}
