package io.serai.edge;

import com.fasterxml.jackson.annotation.JsonAnySetter;

import org.jspecify.annotations.Nullable;

/**
 * A body of which no field is passed over: one that is misspelt would leave the default in force,
 * which asks for more than was meant.
 */
public interface Exact {

    /** A field that the body does not have. */
    final class UnknownField extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnknownField(String name) {
            super("There is no field \"" + name + "\"", null, false, false);
        }
    }

    /** Refuses a field that is not one of the body's. */
    @JsonAnySetter
    default void refuse(String name, @Nullable Object value) {
        throw new UnknownField(name);
    }
}
