package io.serai.edge;

import org.jspecify.annotations.Nullable;

/** Knows who calls, for those at the door who must not wait for anything. */
public interface Callers {

    /**
     * Who shows this token now, with all that decides what he may do; equal as long as nothing of
     * that changes.
     *
     * @param bearer the token of {@code Authorization: Bearer}
     * @return null if it is nobody's, or no longer
     */
    @Nullable Object caller(String bearer);
}
