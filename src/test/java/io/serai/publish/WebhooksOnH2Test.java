package io.serai.publish;

import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class WebhooksOnH2Test extends WebhooksContract {

    @TempDir private Path folder;

    @Override
    PublishNode node(String... settings) throws Exception {
        Path file = Files.createTempDirectory(folder, "store").resolve("serai");
        return new PublishNode("jdbc:h2:file:" + file, "serai", settings);
    }
}
