package io.serai.business;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.serai.business.BusinessEvents.BadEventException;
import io.serai.event.Json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Makes a CloudEvent of what has its parts side by side: a stream's entry, a table's row. */
final class FlatEvent {

    private static final List<String> ATTRIBUTES = List.of("id", "type", "subject", "time");
    private static final Pattern ZONE_SPACE = Pattern.compile("^(\\d{4}-\\d\\d-\\d\\d) ");

    private FlatEvent() {}

    /**
     * @param name of the source
     * @param id for one that has none of its own
     * @param fields {@code id}, {@code type}, {@code subject} and {@code time} become those of the
     *     event; {@code data}, a JSON object, and all others are its data
     */
    static ObjectNode of(String name, String id, ObjectNode fields) throws BadEventException {
        ObjectNode event = Json.MAPPER.createObjectNode();
        event.put("specversion", "1.0").put("source", "/" + name).put("id", name + ":" + id);
        ObjectNode data = event.putObject("data");
        for (Map.Entry<String, JsonNode> field : fields.properties()) {
            if (field.getValue().isNull()) {
                continue;
            }
            if (field.getKey().equals("time")) {
                String time = ZONE_SPACE.matcher(field.getValue().asText()).replaceFirst("$1T");
                event.put("time", time);
            } else if (ATTRIBUTES.contains(field.getKey())) {
                event.put(field.getKey(), field.getValue().asText());
            } else if (field.getKey().equals("data") && field.getValue().isTextual()) {
                if (!(json(field.getValue().asText()) instanceof ObjectNode object)) {
                    throw new BadEventException("data must be a JSON object");
                }
                data.setAll(object);
            } else {
                data.set(field.getKey(), field.getValue());
            }
        }
        return event;
    }

    static JsonNode json(String text) throws BadEventException {
        return json(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A byte order mark before it, which some systems write, is no part of it. */
    static JsonNode json(byte[] text) throws BadEventException {
        try {
            return Json.EXACT.readTree(text);
        } catch (IOException e) {
            throw new BadEventException("it must be JSON, no field given twice");
        } catch (NumberFormatException e) {
            throw new BadEventException("a number has at most " + Json.LONGEST_NUMBER + " digits");
        }
    }
}
