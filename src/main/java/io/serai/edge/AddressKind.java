package io.serai.edge;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What sort of network an address is in, by the registries of special addresses of the IANA. */
enum AddressKind {
    /** On the Internet. */
    PUBLIC,
    /** Loopback, or of a network of somebody's own. */
    PRIVATE,
    /** Nothing anybody should be sent to: link-local, metadata, multicast, reserved. */
    FORBIDDEN;

    private static final List<Cidr> METADATA =
            ranges(
                    "169.254.0.0/16", // most clouds
                    "100.100.100.200", // Alibaba Cloud
                    "168.63.129.16", // Azure's host
                    "192.0.0.192", // Oracle Cloud
                    "fd00:ec2::/32", // AWS
                    "fd20:ce::254"); // Google Cloud
    private static final List<Cidr> OWN =
            ranges(
                    "127.0.0.0/8",
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "100.64.0.0/10",
                    "::1",
                    "fc00::/7");
    private static final List<Cidr> RESERVED =
            ranges(
                    "0.0.0.0/8",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3", // multicast, reserved, broadcast
                    "2001::/23", // Teredo and other protocols' own
                    "2001:db8::/32");
    private static final Cidr GLOBAL = Cidr.of("2000::/3");
    private static final Cidr SIX_TO_FOUR = Cidr.of("2002::/16");
    private static final Cidr NAT64 = Cidr.of("64:ff9b::/96");
    private static final Cidr COMPATIBLE = Cidr.of("::/96");

    static AddressKind of(InetAddress given) {
        InetAddress address = inner(given);
        if (within(METADATA, address)) {
            return FORBIDDEN;
        }
        if (within(OWN, address)) {
            return PRIVATE;
        }
        boolean six = address instanceof Inet6Address;
        return within(RESERVED, address) || (six && !GLOBAL.contains(address)) ? FORBIDDEN : PUBLIC;
    }

    /** The IPv4 address that an IPv6 address stands for, or itself. */
    private static InetAddress inner(InetAddress address) {
        byte[] bytes = address.getAddress();
        try {
            if (SIX_TO_FOUR.contains(address)) {
                return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 2, 6));
            }
            boolean embeds = NAT64.contains(address) || COMPATIBLE.contains(address);
            if (embeds && !address.isLoopbackAddress()) {
                return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
            }
            return address;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }

    private static boolean within(List<Cidr> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    private static List<Cidr> ranges(String... texts) {
        return Stream.of(texts).map(Cidr::of).toList();
    }
}
