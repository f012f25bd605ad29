package io.serai.channel.wechat;

import io.serai.channel.wechat.Refused.Reason;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * A push's fields by the platform's own names, whichever of XML and JSON it was written in. A field
 * within another is named {@code Outer.Inner}; values that repeat are joined by commas.
 *
 * @param fields text exactly as it came, numbers as written
 * @param raw the document
 * @param xml true if it was XML
 */
record Payload(Map<String, String> fields, String raw, boolean xml) {

    @Nullable String get(String name) {
        return fields.get(name);
    }

    /** The field, or null if it is missing or empty. */
    @Nullable String filled(String name) {
        String value = fields.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    String required(String name) throws Refused {
        String value = filled(name);
        if (value == null) {
            throw new Refused(Reason.BODY, "the push has no " + name);
        }
        return value;
    }
}
