package io.serai.command;

/** What became of one call. */
sealed interface Verdict {

    /**
     * The system has it.
     *
     * @param reference its own number for it
     */
    record Accepted(String reference) implements Verdict {}

    /** It does not want it. */
    record Refused(String reason) implements Verdict {}

    /** It certainly did not hear of it. */
    record NotMade(String reason) implements Verdict {}

    /** Perhaps it was done. */
    record Unknown(String reason) implements Verdict {}
}
