package io.serai.gateway;

import io.serai.edge.Destinations;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a system is: {@code serai.systems.<name>.url}. What the URL starts with says how the system
 * is spoken to: {@code http:}, {@code jdbc:}, {@code mongodb:} or {@code grpc:}. Credentials are
 * settings of their own, so that the URL can be shown.
 *
 * @param url as it is set
 */
public record SystemAddress(URI url) {

    /** Anywhere but link-local, metadata, multicast and reserved addresses. */
    public static final Destinations DESTINATIONS =
            new Destinations(Destinations.Reach.PRIVATE, true, Set.of(), Set.of());

    private static final Pattern FORM =
            Pattern.compile(
                    "(?<kind>[a-z][a-z0-9+.:]*)://(?<user>[^/?#]*@)?(?<hosts>[^@/?#]+)"
                            + "(?<path>/[^?#]*)?(?<query>\\?.*)?");
    private static final Pattern PORT = Pattern.compile(":\\d+$");
    private static final Pattern SECRET = Pattern.compile("(?i)[?&](user|password|pwd)=");

    /** False if the host ends in {@code .invalid}: nobody has said yet where it is. */
    boolean connected() {
        Matcher parts = FORM.matcher(url.toString());
        return parts.matches()
                && Stream.of(parts.group("hosts").split(","))
                        .map(host -> PORT.matcher(host).replaceFirst(""))
                        .noneMatch(host -> host.endsWith(".invalid"));
    }

    /** The hosts it names, with their ports where it has them. */
    List<String> hosts() {
        Matcher parts = FORM.matcher(url.toString());
        return parts.matches() ? List.of(parts.group("hosts").split(",")) : List.of();
    }

    /** Such as {@code https} or {@code jdbc:postgresql}; empty if it is none. */
    public String kind() {
        Matcher parts = FORM.matcher(url.toString());
        return parts.matches() ? parts.group("kind").toLowerCase(Locale.ROOT) : "";
    }

    /** Without the slash, such as the name of a database; empty if there is none. */
    String path() {
        Matcher parts = FORM.matcher(url.toString());
        String path = parts.matches() ? parts.group("path") : null;
        return path == null ? "" : path.substring(1);
    }

    /** Says what is wrong with it, or null. */
    @Nullable String complaint(String key) {
        Matcher parts = FORM.matcher(url.toString());
        boolean matches = parts.matches();
        boolean user = matches && parts.group("user") != null;
        boolean query = matches && parts.group("query") != null;
        return switch (kind()) {
            case "http", "https" ->
                    user || query
                            ? key
                                    + " must be an http or https URL with a host and without user"
                                    + " or query"
                            : null;
            case "jdbc:postgresql", "jdbc:mariadb", "mongodb", "mongodb+srv" ->
                    user || SECRET.matcher(url.toString()).find() || path().isEmpty()
                            ? key
                                    + " must name a host and a database; username and password are"
                                    + " settings of their own"
                            : null;
            case "jdbc:mysql" -> key + " of a MySQL server starts with jdbc:mariadb: too";
            case "grpc", "grpcs" ->
                    user || query || !path().isEmpty() ? key + " must be grpc://host:port" : null;
            default ->
                    key
                            + " must start with http, https, jdbc:postgresql, jdbc:mariadb,"
                            + " mongodb, mongodb+srv, grpc or grpcs and name a host";
        };
    }
}
