package io.serai.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.serai.event.Json;

import java.io.IOException;

/** Reads the JSON that systems write; its numbers stay the ones they are. */
public final class AnswerJson {

    private AnswerJson() {}

    /**
     * From UTF-8.
     *
     * @throws ContractException if a number in it is of no use to anybody
     */
    public static JsonNode read(byte[] json) throws IOException {
        try {
            return Json.EXACT.readTree(json);
        } catch (NumberFormatException e) {
            throw tooLong();
        }
    }

    /**
     * From text.
     *
     * @throws ContractException if a number in it is of no use to anybody
     */
    public static JsonNode read(String json) throws JsonProcessingException {
        try {
            return Json.EXACT.readTree(json);
        } catch (NumberFormatException e) {
            throw tooLong();
        }
    }

    private static ContractException tooLong() {
        return new ContractException(
                "its answer has a number of more than " + Json.LONGEST_NUMBER + " digits");
    }
}
