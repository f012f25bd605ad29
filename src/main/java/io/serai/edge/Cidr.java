package io.serai.edge;

import java.net.InetAddress;

/**
 * A range of addresses.
 *
 * @param network its first address, or any in it
 * @param bits how many leading bits are the range's
 */
record Cidr(InetAddress network, int bits) {

    /** Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address. */
    static Cidr of(String text) {
        int slash = text.indexOf('/');
        try {
            InetAddress network =
                    InetAddress.ofLiteral((slash < 0 ? text : text.substring(0, slash)).strip());
            int all = network.getAddress().length * 8;
            int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1).strip());
            if (bits < 0 || bits > all) {
                throw new IllegalArgumentException("0 to " + all + " bits are possible");
            }
            return new Cidr(network, bits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "serai.edge.trusted-proxies: '%s' is neither an address nor a CIDR range"
                            .formatted(text),
                    e);
        }
    }

    boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
