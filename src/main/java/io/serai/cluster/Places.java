package io.serai.cluster;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where somebody on one node waits, for a moment, for something that another node may have. Each
 * place is found by one finder at most. Without other nodes, or while they can't be reached, nobody
 * finds anything.
 */
public interface Places {

    /** Opens a place under a name. Does not wait. */
    Place open(String name, Receiver receiver);

    /**
     * Finds the oldest place of this name that is open on another node, and keeps it from all other
     * finders. Waits a moment at most.
     */
    Optional<Found> find(String name);

    /** Where there are no other nodes. */
    static Places none() {
        return None.NOWHERE;
    }

    /** Takes what is brought to a place. Must not wait. */
    interface Receiver {
        /** Completes with true once it was taken, with false if it was not and never will be. */
        CompletableFuture<Boolean> bring(String what);
    }

    /** A place that is open. */
    interface Place extends AutoCloseable {

        /**
         * Keeps it from being found from now on; true if somebody found it before and is likely to
         * bring something soon. Waits a moment at most.
         */
        boolean wasFound();

        /** Takes nothing any more. */
        @Override
        void close();
    }

    /** A place that was found. */
    interface Found {
        /**
         * Brings something to it; to be called once. Completes as {@link Receiver#bring} does, or
         * exceptionally if nobody can say what became of it.
         */
        CompletableFuture<Boolean> bring(String what);
    }

    /** Nobody else is there. */
    enum None implements Places, Place {
        NOWHERE;

        @Override
        public Place open(String name, Receiver receiver) {
            return this;
        }

        @Override
        public Optional<Found> find(String name) {
            return Optional.empty();
        }

        @Override
        public boolean wasFound() {
            return false;
        }

        @Override
        public void close() {}
    }
}
