package io.serai.edge;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the hub may call when somebody else gave the address. A URL is checked when it is given; a
 * client that has this as its {@link DnsResolver} connects to addresses that were vetted right then
 * and to no others, so a name that means something else the next time gains nothing. The client
 * must not follow redirects.
 *
 * <p>Refused are names and addresses of clouds' metadata services, link-local, multicast and
 * reserved addresses, always; loopback and private ones as {@link Reach} says. One bad address of a
 * name is enough.
 */
public final class Destinations implements DnsResolver {

    /** How far it may go. */
    public enum Reach {
        /** The Internet alone, and hosts named as exceptions. For addresses that users give. */
        PUBLIC,
        /** Also loopback and private networks. For addresses from the hub's own settings. */
        PRIVATE
    }

    private static final int LONGEST = 2_000;
    private static final int ANY_PORT = -1;
    private static final int LAST_PORT = 65_535;
    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final Set<String> METADATA =
            Set.of(
                    "metadata",
                    "metadata.google.internal",
                    "metadata.goog",
                    "metadata.azure.internal",
                    "metadata.tencentyun.com",
                    "instance-data",
                    "instance-data.ec2.internal");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern NUMBER = Pattern.compile("(.*\\.)?(0x[0-9a-f]*|[0-9]+)");
    private static final Pattern DOTTED =
            Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private final Reach reach;
    private final boolean http;
    private final Set<Integer> ports;
    private final Set<String> excepted;
    private final DnsResolver names;

    /**
     * @param http whether {@code http:} will do
     * @param ports that may be called; none: all
     * @param excepted hosts, as {@code name} or {@code name:port}, that may be loopback or private;
     *     one with a port is that at this port alone, whatever {@code ports} are
     */
    public Destinations(
            Reach reach, boolean http, Collection<Integer> ports, Collection<String> excepted) {
        this(reach, http, ports, excepted, SystemDefaultDnsResolver.INSTANCE);
    }

    /**
     * @param names what tells the addresses of a name
     */
    public Destinations(
            Reach reach,
            boolean http,
            Collection<Integer> ports,
            Collection<String> excepted,
            DnsResolver names) {
        this.reach = reach;
        this.http = http;
        this.ports = Set.copyOf(ports);
        this.excepted =
                excepted.stream()
                        .map(host -> host.strip().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
        this.names = names;
    }

    /** It may not be called. The message says why, in words for who gave the address. */
    public static final class Forbidden extends UnknownHostException {

        private static final long serialVersionUID = 1L;

        Forbidden(String message) {
            super(message);
        }
    }

    /**
     * The URL, if it may be called as far as can be told without asking for the addresses of a
     * name.
     *
     * @throws Forbidden if not
     */
    public URI check(String url) throws Forbidden {
        URI uri = parsed(url);
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(http && scheme.equals("http"))) {
            throw new Forbidden("the URL must begin with https://");
        }
        if (uri.getRawUserInfo() != null || String.valueOf(uri.getRawAuthority()).contains("@")) {
            throw new Forbidden("the URL must hold no user or password");
        }
        if (uri.getRawFragment() != null) {
            throw new Forbidden("the URL must have no #fragment");
        }
        String host = host(uri.getHost());
        int given = uri.getPort();
        int port = given >= 0 ? given : scheme.equals("https") ? HTTPS : HTTP;
        boolean free = ports.isEmpty() || ports.contains(port) || (given < 0 && port == HTTP);
        if (port > LAST_PORT || (!free && !excepted.contains(host + ":" + port))) {
            throw new Forbidden("port " + port + " may not be called");
        }
        if (isLiteral(host)) {
            vet(host, port, literal(host));
        }
        return uri;
    }

    private static URI parsed(String url) throws Forbidden {
        if (url.length() > LONGEST) {
            throw new Forbidden("the URL may have at most " + LONGEST + " characters");
        }
        try {
            return new URI(url).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw new Forbidden("it is no URL with a host");
        }
    }

    /** The addresses of a host, each of them vetted for any port. */
    @Override
    public InetAddress[] resolve(String name) throws UnknownHostException {
        return vetted(name, ANY_PORT);
    }

    /** The addresses of a host, each of them vetted for this port. */
    @Override
    public List<InetSocketAddress> resolve(String name, int port) throws UnknownHostException {
        return Stream.of(vetted(name, port))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    private InetAddress[] vetted(String name, int port) throws UnknownHostException {
        String host = host(name);
        InetAddress[] addresses =
                isLiteral(host) ? new InetAddress[] {literal(host)} : names.resolve(host);
        if (addresses == null || addresses.length == 0) {
            throw new UnknownHostException("the host has no address");
        }
        for (InetAddress address : addresses) {
            vet(host, port, address);
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }

    /** As it is compared: lower case, no dot at its end, no brackets. */
    private static String host(@Nullable String given) throws Forbidden {
        String host = given == null ? "" : given.toLowerCase(Locale.ROOT);
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        boolean six = host.indexOf(':') >= 0 && host.indexOf('%') < 0;
        if (!six && !NAME.matcher(host).matches()) {
            throw new Forbidden("its host must be a name of ASCII letters, digits, - and .");
        }
        if (METADATA.contains(host)) {
            throw new Forbidden("its host is that of a cloud's metadata");
        }
        if (!six && NUMBER.matcher(host).matches() && !DOTTED.matcher(host).matches()) {
            throw new Forbidden("an IPv4 address must be written as four decimal numbers");
        }
        return host;
    }

    private static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || DOTTED.matcher(host).matches();
    }

    private static InetAddress literal(String host) throws Forbidden {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            throw new Forbidden("its host is no address");
        }
    }

    private void vet(String host, int port, InetAddress address) throws Forbidden {
        AddressKind kind = AddressKind.of(address);
        boolean allowed =
                switch (kind) {
                    case PUBLIC -> true;
                    case PRIVATE -> reach == Reach.PRIVATE || isExcepted(host, port);
                    case FORBIDDEN -> false;
                };
        if (!allowed) {
            throw new Forbidden(
                    kind == AddressKind.PRIVATE
                            ? "its host is in a private network, which must be allowed by name"
                            : "its host is at a link-local, metadata or reserved address");
        }
    }

    private boolean isExcepted(String host, int port) {
        return excepted.contains(host) || excepted.contains(host + ":" + port);
    }
}
