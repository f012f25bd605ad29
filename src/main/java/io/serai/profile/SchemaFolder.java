package io.serai.profile;

import graphql.schema.GraphQLSchema;

import io.serai.reload.BadFileException;
import io.serai.reload.LiveFolder;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Map;

/** The schema file; live. One that cannot be used leaves the one before in force. */
final class SchemaFolder implements LiveFolder {

    private final ProfileSettings settings;
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

    /** The routes it names must be there to be found. */
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
            return;
        }
        GraphQLSchema schema = reader.read(file, text);
        edition = new Edition(schema, settings);
    }

    /** What is in force; null if there is no file. */
    @Nullable Edition edition() {
        return edition;
    }
}
