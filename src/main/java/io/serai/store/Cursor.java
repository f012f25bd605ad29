package io.serai.store;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/**
 * A place in the feed of one store: right after an event, or at its beginning. Opaque to those who
 * hold it.
 *
 * @param store half of the store's id
 * @param tx with {@code position} where the event stands; 0 on H2 and at the beginning
 * @param position the event's number, 0 at the beginning
 * @param mark half of the event's id, so that another event in its place is noticed
 */
public record Cursor(long store, long tx, long position, long mark) {

    private static final byte FORMAT = 1;
    private static final int LENGTH = 1 + 4 * Long.BYTES;

    /** The beginning of a store's feed. */
    static Cursor start(long store) {
        return new Cursor(store, 0, 0, 0);
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Cursor of(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        if (bytes.remaining() != LENGTH || bytes.get() != FORMAT) {
            throw new IllegalArgumentException("Not a cursor");
        }
        Cursor cursor =
                new Cursor(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
        if (cursor.tx < 0 || cursor.position < 0) {
            throw new IllegalArgumentException("Not a cursor");
        }
        return cursor;
    }

    boolean isStart() {
        return position == 0;
    }

    /** Right after another event of the same store. */
    Cursor at(long tx, long position, UUID event) {
        return new Cursor(store, tx, position, event.getLeastSignificantBits());
    }

    /** As it is handed out: letters, digits, {@code -} and {@code _}. */
    @Override
    public String toString() {
        byte[] bytes =
                ByteBuffer.allocate(LENGTH)
                        .put(FORMAT)
                        .putLong(store)
                        .putLong(tx)
                        .putLong(position)
                        .putLong(mark)
                        .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
