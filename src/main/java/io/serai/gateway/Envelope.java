package io.serai.gateway;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * How a system wraps what it says, where HTTP 200 does not mean that it went well, such as {@code
 * {"code":0,"msg":"ok","data":{…}}}. Each part may be empty.
 */
record Envelope(
        String errorAt,
        String codeAt,
        String okCodes,
        String missCodes,
        String passingCodes,
        String resultAt) {

    /**
     * Takes out the answer.
     *
     * @return null if the system says that there is no such thing
     */
    @Nullable JsonNode open(JsonNode whole) throws TransientException {
        if (!errorAt.isEmpty() && isSomething(whole.at(errorAt))) {
            throw new RefusedException("it answers with an error" + named(whole));
        }
        if (!codeAt.isEmpty()) {
            String code = whole.at(codeAt).asText();
            if (among(missCodes, code)) {
                return null;
            }
            if (among(passingCodes, code)) {
                throw new TransientException("it answers with an error" + named(whole));
            }
            if (!among(okCodes, code)) {
                throw new RefusedException("it answers with an error" + named(whole));
            }
        }
        JsonNode result = whole.at(resultAt);
        if (result.isMissingNode()) {
            throw new ContractException("its answer has no " + resultAt);
        }
        return result.isNull() ? null : result;
    }

    private String named(JsonNode whole) {
        String code = codeAt.isEmpty() ? "" : whole.at(codeAt).asText();
        return SystemReply.CODE.matcher(code).matches() ? " (" + code + ")" : "";
    }

    /** False for what some systems have where there is no error. */
    static boolean isSomething(JsonNode error) {
        return switch (error.getNodeType()) {
            case MISSING, NULL -> false;
            case BOOLEAN -> error.asBoolean();
            case NUMBER -> error.asDouble() != 0;
            case STRING -> !error.asText().isEmpty();
            default -> !error.isEmpty();
        };
    }

    private static boolean among(String codes, String code) {
        return Arrays.stream(codes.split(",")).map(String::strip).anyMatch(code::equals)
                && !codes.isEmpty();
    }
}
