package io.serai.gateway;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;

import io.serai.event.Json;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;
import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the HTTP request of {@code rest-system-action} out of the message. Whatever headers the
 * message had are gone afterwards.
 */
public final class SystemRequest {

    private static final int MOST_TEMPLATES = 1_000;
    private static final Pattern TWICE = Pattern.compile("%25(?=[0-9A-Fa-f]{2})");

    /** Templates as routes write them: few, and given with every message. */
    private static final LoadingCache<String, UriComponents> TEMPLATES =
            Caffeine.newBuilder().maximumSize(MOST_TEMPLATES).build(SystemRequest::encoded);

    public SystemRequest() {}

    /**
     * Sets path and query. What the body gives for the template's variables is URL-encoded, so that
     * nothing in it can reach beyond its place.
     *
     * @param template such as {@code /orders/{key}} or {@code /orders?customer={customer}}: {@code
     *     key} is the whole body, any other name a field of a body that is a Map; the elements of a
     *     collection are separated by commas. What is URL-encoded already is sent as it is
     * @param method such as {@code GET}; only POST, PUT and PATCH send the body, a Map as JSON
     */
    public void rest(Exchange exchange, String template, String method) {
        Message message = exchange.getMessage();
        Object body = message.getBody();
        UriComponents uri =
                TEMPLATES.get(template).expand(UriUtils.encodeUriVariables(inUrl(variables(body))));
        if (uri.getPath() != null && hasStep(uri.getPath())) {
            throw new RefusedException("a key of . or .. would lead elsewhere");
        }
        message.removeHeaders("*");
        // As text it would be looked for among all type converters, with every call.
        message.setHeader(Exchange.HTTP_METHOD, HttpMethods.valueOf(method));
        message.setHeader("Accept", "application/json");
        message.setHeader(Exchange.HTTP_PATH, uri.getPath());
        if (uri.getQuery() != null) {
            message.setHeader(Exchange.HTTP_RAW_QUERY, uri.getQuery());
        }
        switch (method) {
            case "POST", "PUT", "PATCH" -> {
                message.setHeader(Exchange.CONTENT_TYPE, "application/json");
                if (body instanceof Map<?, ?>) {
                    message.setBody(Json.write(body).getBytes(StandardCharsets.UTF_8));
                }
            }
            default -> message.setBody(null);
        }
    }

    /** What is no URL is made one; what is encoded already stays as it is. */
    private static UriComponents encoded(String template) {
        String whole = UriComponentsBuilder.fromUriString(template).encode().build().toUriString();
        return UriComponentsBuilder.fromUriString(TWICE.matcher(whole).replaceAll("%")).build();
    }

    /** What is a step from one place to another in a path, which no encoding changes. */
    static boolean isStep(String segment) {
        return segment.equals(".") || segment.equals("..");
    }

    static boolean hasStep(String path) {
        return Stream.of(path.split("/")).anyMatch(SystemRequest::isStep);
    }

    private static Map<String, Object> variables(Object body) {
        Map<String, Object> variables = new HashMap<>();
        if (body instanceof Map<?, ?> map) {
            map.forEach((name, value) -> variables.put(String.valueOf(name), value));
        } else {
            variables.put("key", body);
        }
        return variables;
    }

    /** In a URL, several values of one variable are separated by commas. */
    private static Map<String, Object> inUrl(Map<String, Object> variables) {
        variables.replaceAll(
                (_, value) ->
                        value instanceof Collection<?> many
                                ? many.stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(","))
                                : value);
        return variables;
    }
}
