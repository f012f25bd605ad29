package io.serai.channel.wechat;

import io.serai.channel.wechat.Refused.Reason;

import org.jspecify.annotations.Nullable;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A query string in which every parameter stands once. */
final class Query {

    private static final int LONGEST = 4096;

    private final Map<String, String> parameters;

    private Query(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    /** Reads the raw, still encoded query. */
    static Query of(@Nullable String raw) throws Refused {
        Map<String, String> parameters = new HashMap<>();
        if (raw == null || raw.isEmpty()) {
            return new Query(parameters);
        }
        if (raw.length() > LONGEST) {
            throw new Refused(Reason.QUERY, "the query is longer than " + LONGEST);
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (!pair.isEmpty() && parameters.put(name, value) != null) {
                throw new Refused(Reason.QUERY, "a query parameter is given twice");
            }
        }
        return new Query(parameters);
    }

    @Nullable String get(String name) {
        return parameters.get(name);
    }

    String required(String name) throws Refused {
        String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            throw new Refused(Reason.QUERY, "the query has no " + name);
        }
        return value;
    }

    private static String decode(String text) throws Refused {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refused(Reason.QUERY, "the query is not well encoded");
        }
    }
}
