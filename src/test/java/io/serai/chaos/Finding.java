package io.serai.chaos;

/**
 * A promise that was not kept.
 *
 * @param kind which
 * @param what happened, with the conversation it happened in
 */
record Finding(Kind kind, String what) {

    /** The promises, each under the name of what breaks it. */
    enum Kind {
        LOST("lost"),
        DOUBLED("duplicated"),
        DISORDERED("out of order"),
        TWO_OWNERS("two owners"),
        STUCK("stuck"),
        OVER_CAPACITY("over capacity"),
        /** A kill or an outage that did not happen, or no traffic around it: nothing is proven. */
        NOT_PROVEN("not proven");

        final String title;

        Kind(String title) {
            this.title = title;
        }
    }
}
