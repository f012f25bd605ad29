package io.serai.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.event.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/**
 * A return, as an agent asks for it.
 *
 * @param id the author's own, a UUID: the same again is the same request
 * @param lines the numbers of the order's lines
 * @param reasonCode a word the system knows
 */
public record ReturnRequest(
        String id,
        String orderNo,
        List<Integer> lines,
        String reasonCode,
        @Nullable String reasonText,
        List<String> photoUrls) {

    private static final int MOST_LINES = 200;
    private static final int MOST_PHOTOS = 9;
    private static final int LONGEST_TEXT = 1_000;

    /** Checks it; the message of the exception names the field. */
    public ReturnRequest {
        try {
            UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"id\" must be a UUID", e);
        }
        must(
                orderNo.matches("[A-Za-z0-9-]{1,32}"),
                "\"orderNo\" must be 1 to 32 letters, digits or hyphens");
        must(
                !lines.isEmpty()
                        && lines.size() <= MOST_LINES
                        && lines.stream().allMatch(it -> it > 0)
                        && lines.stream().distinct().count() == lines.size(),
                "\"lines\" must be 1 to 200 different line numbers of the order");
        must(
                reasonCode.matches("[A-Za-z0-9_-]{1,32}"),
                "\"reasonCode\" must be 1 to 32 letters, digits, - or _");
        must(
                reasonText == null
                        || (reasonText.length() <= LONGEST_TEXT
                                && reasonText.codePoints().allMatch(ReturnRequest::mayStandInXml)),
                "\"reasonText\" must be at most 1000 characters, none of them a control character");
        must(
                photoUrls.size() <= MOST_PHOTOS
                        && photoUrls.stream().allMatch(it -> it.matches("https?://[!-~]{1,1000}")),
                "\"photoUrls\" must be at most 9 http or https addresses");
        lines = List.copyOf(lines);
        photoUrls = List.copyOf(photoUrls);
    }

    private static boolean mayStandInXml(int c) {
        return c == '\n'
                || c == '\t'
                || (c >= 0x20 && (c < 0xD800 || c > 0xDFFF) && c < 0xFFFE)
                || c > 0xFFFF;
    }

    private static void must(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** What is sent: the elements of {@code CreateReturnRequest} in the WSDL's order. */
    ObjectNode payload() {
        ObjectNode payload = Json.MAPPER.createObjectNode();
        payload.put("requestId", UUID.fromString(id).toString());
        payload.put("orderNo", orderNo);
        ArrayNode numbers = payload.putArray("lineNo");
        lines.forEach(numbers::add);
        payload.put("reasonCode", reasonCode);
        if (reasonText != null && !reasonText.isBlank()) {
            payload.put("reasonText", reasonText);
        }
        if (!photoUrls.isEmpty()) {
            ArrayNode photos = payload.putArray("photoUrl");
            photoUrls.forEach(photos::add);
        }
        return payload;
    }
}
