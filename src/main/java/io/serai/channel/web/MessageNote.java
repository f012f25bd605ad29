package io.serai.channel.web;

import org.jspecify.annotations.Nullable;

/**
 * What one node tells the others of a message: its number and, unless it is long, its frame.
 *
 * @param seq its number
 * @param frame as clients get it; null: fetch it from the store
 */
record MessageNote(long seq, @Nullable String frame) {

    private static final int LONGEST = 8_192;

    static MessageNote read(String note) {
        int end = note.indexOf(' ');
        return end < 0
                ? new MessageNote(Long.parseLong(note), null)
                : new MessageNote(Long.parseLong(note, 0, end, 10), note.substring(end + 1));
    }

    @Override
    public String toString() {
        return frame == null || frame.length() > LONGEST ? String.valueOf(seq) : seq + " " + frame;
    }
}
