package io.serai.profile;

/** One field has no answer; says why in the hub's own words. */
final class FieldFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The system does not answer, and nothing is remembered. */
    static final String UNAVAILABLE = "SYSTEM_UNAVAILABLE";

    /** The system answered something else than the schema says. */
    static final String INVALID = "SYSTEM_ANSWER_INVALID";

    private final String code;

    FieldFailed(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }
}
