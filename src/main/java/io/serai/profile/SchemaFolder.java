package io.serai.profile;

import graphql.schema.GraphQLSchema;

import io.serai.reload.BadFileException;
import io.serai.reload.LiveFolder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The schema file; live. One that cannot be used leaves the one before in force. */
final class SchemaFolder implements LiveFolder {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaFolder.class);

    /** The longest a query waits for the file of a hub that has just started. */
    private static final Duration START = Duration.ofSeconds(30);

    private final ProfileSettings settings;
    private final CountDownLatch read = new CountDownLatch(1);
    private final SchemaReader reader;
    private volatile @Nullable Edition edition;

    SchemaFolder(ProfileSettings settings, SchemaReader reader) {
        this.settings = settings;
        this.reader = reader;
    }

    @Override
    public String name() {
        return "profile";
    }

    @Override
    public Path folder() {
        Path parent = settings.schema().getParent();
        return parent == null ? Path.of(".") : parent;
    }

    @Override
    public String pattern() {
        return settings.schema().getFileName().toString();
    }

    /** The routes it names must be there to be found, and half a second of the start is saved. */
    @Override
    public boolean afterRoutes() {
        return true;
    }

    @Override
    public void apply(Map<Path, String> files) throws BadFileException {
        Path file = settings.schema().getFileName();
        String text = files.get(file);
        if (text == null) {
            edition = null;
        } else {
            GraphQLSchema schema = reader.read(file, text);
            edition = new Edition(schema, settings);
        }
        read.countDown();
    }

    /** What is in force; null if there is no file. While the hub starts, waits for it. */
    @Nullable Edition edition() {
        try {
            if (!read.await(START.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("{} is not read yet", settings.schema());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return edition;
    }
}
