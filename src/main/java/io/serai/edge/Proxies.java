package io.serai.edge;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Finds who really calls. X-Forwarded-For is a claim: only what a trusted proxy appended to it is
 * believed, so it is read from the right and the first address that is not a trusted proxy is the
 * caller's, whatever he wrote to the left of it.
 */
final class Proxies {

    private final List<Cidr> trusted;

    Proxies(Collection<String> trusted) {
        this.trusted = trusted.stream().map(Cidr::of).toList();
    }

    boolean trusts(InetAddress peer) {
        for (Cidr range : trusted) {
            if (range.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The caller's address.
     *
     * @param peer the other end of the socket
     * @param forwarded the X-Forwarded-For headers in their order
     */
    InetAddress caller(InetAddress peer, Collection<String> forwarded) {
        InetAddress caller = peer;
        List<String> hops = hops(forwarded);
        for (int i = hops.size() - 1; i >= 0 && trusts(caller); i--) {
            try {
                caller = InetAddress.ofLiteral(withoutPort(hops.get(i)));
            } catch (IllegalArgumentException e) {
                return caller; // not an address: nothing left of it can be believed
            }
        }
        return caller;
    }

    private static List<String> hops(Collection<String> forwarded) {
        List<String> hops = new ArrayList<>();
        for (String header : forwarded) {
            for (String hop : header.split(",", -1)) {
                hops.add(hop.strip());
            }
        }
        return hops;
    }

    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? hop : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }
}
