package io.serai.profile;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The media types of GraphQL over HTTP. */
final class GraphQlMedia {

    static final String RESPONSE = "application/graphql-response+json";
    static final MediaType RESPONSE_TYPE = MediaType.parseMediaType(RESPONSE);

    private GraphQlMedia() {}

    /**
     * What an answer to that Accept is written as; plain JSON if any will do, as old clients
     * expect.
     *
     * @return null if nothing we have is accepted
     */
    static @Nullable MediaType accepted(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return MediaType.APPLICATION_JSON;
        }
        try {
            List<MediaType> wanted = new ArrayList<>(MediaType.parseMediaTypes(accept));
            MimeTypeUtils.sortBySpecificity(wanted);
            wanted.sort(
                    (one, other) -> Double.compare(other.getQualityValue(), one.getQualityValue()));
            for (MediaType one : wanted) {
                Charset charset = one.getCharset();
                if (one.getQualityValue() == 0
                        || (charset != null && !charset.equals(StandardCharsets.UTF_8))) {
                    continue;
                }
                if (one.includes(MediaType.APPLICATION_JSON)) {
                    return MediaType.APPLICATION_JSON;
                }
                if (one.includes(RESPONSE_TYPE)) {
                    return RESPONSE_TYPE;
                }
            }
        } catch (IllegalArgumentException e) {
            return null;
        }
        return null;
    }

    /** Whether a body of that type is JSON in UTF-8. */
    static boolean isJson(@Nullable String contentType) {
        try {
            MediaType type = contentType == null ? null : MediaType.parseMediaType(contentType);
            return type != null
                    && type.getType().equals("application")
                    && type.getSubtype().equals("json")
                    && (type.getCharset() == null
                            || type.getCharset().equals(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
