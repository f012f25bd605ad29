package io.serai.profile;

import graphql.execution.AbortExecutionException;

import java.util.Map;

/** A query that is not executed; says what is wrong with it. */
final class Refused extends AbortExecutionException {

    private static final long serialVersionUID = 1L;

    static final String TOO_COMPLEX = "QUERY_TOO_COMPLEX";
    static final String BAD_INPUT = "BAD_USER_INPUT";

    private final String code;

    Refused(String code, String message) {
        super(message);
        this.code = code;
    }

    @Override
    public Map<String, Object> getExtensions() {
        return Map.of("code", code);
    }
}
