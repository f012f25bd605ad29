package io.serai.export;

import io.serai.store.OpenStore;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class ExportOnH2Test extends ExportContract {

    @TempDir private Path folder;

    @Override
    OpenStore store() {
        return new OpenStore("jdbc:h2:file:" + folder.resolve("serai"), "serai");
    }
}
