package io.serai.chaos;

/**
 * Something that was taken away, and whether it really was.
 *
 * @param what was done to which part
 * @param happened true if it was seen to be gone
 * @param before messages acknowledged shortly before
 * @param after messages acknowledged once it was back
 */
record Trouble(String what, boolean happened, long before, long after) {

    /** True if it proves anything: it happened, and there was traffic before and after. */
    boolean proves() {
        return happened && before > 0 && after > 0;
    }
}
