package io.serai.store;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The database cannot be reached, or cannot keep up. Whether the unit was committed is not known,
 * but the same one again later will do: nobody was told of it.
 */
public sealed class StoreAway extends RuntimeException permits StoreBusy {

    private static final long serialVersionUID = 1;

    private StoreAway(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** True if this says that the store is away, and not that something is wrong. */
    public static boolean is(Throwable e) {
        return e instanceof StoreAway
                || e instanceof DataAccessResourceFailureException
                || e instanceof TransientDataAccessException
                || e instanceof RecoverableDataAccessException
                || e instanceof TransactionException;
    }

    /** What is thrown where something else told that it is away. */
    public static StoreAway because(@Nullable Throwable cause) {
        return new StoreAway("The store cannot be reached; the same again later will do", cause);
    }

    StoreAway(String message) {
        super(message, null, false, false);
    }
}
