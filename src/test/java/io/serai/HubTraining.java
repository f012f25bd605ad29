package io.serai;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * Trains a hub for {@link HubImage} beside the first tests of a build. Only where {@code
 * -Dtests.train-hub=true} asks for it, as Surefire does: for a test or two it is not worth its half
 * minute. Found by JUnit for every test.
 */
public final class HubTraining implements BeforeAllCallback {

    private static final Duration ASSEMBLY = Duration.ofMinutes(3);

    @Override
    public void beforeAll(ExtensionContext context) {
        if (Boolean.getBoolean("tests.train-hub")) {
            context.getRoot()
                    .getStore(Namespace.create(HubTraining.class))
                    .getOrComputeIfAbsent(Training.class);
        }
    }

    /** Ends with the last test, done or not. */
    static final class Training implements CloseableResource {

        private final Thread thread = Thread.ofPlatform().name("hub-training").start(this::train);

        private void train() {
            if (HubImage.isTrained()) {
                return;
            }
            try {
                try (HubProcess hub =
                        new HubProcess(HubImage.newFolder()).inTraining(HubImage.draft())) {
                    hub.start();
                    hub.terminate();
                    hub.awaitGone(ASSEMBLY);
                    HubImage.publish();
                }
            } catch (IOException | TimeoutException e) {
                throw new IllegalStateException("No hub could be trained", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }
    }
}
