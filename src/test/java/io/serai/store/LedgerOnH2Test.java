package io.serai.store;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

class LedgerOnH2Test extends LedgerContract {

    @TempDir private Path folder;

    @Override
    LedgerOnDisk open(LedgerListener listener) {
        return new LedgerOnDisk("jdbc:h2:file:" + folder.resolve("serai"), "serai", "", listener);
    }
}
