package io.serai.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.util.List;

class ProxiesTest {

    private final Proxies proxies = new Proxies(List.of("10.0.0.0/8", "fd00::/8", "192.0.2.7"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 1.1.1.1           | 203.0.113.9", // nobody's word
                "10.1.2.3    | 1.1.1.1           | 1.1.1.1",
                "10.1.2.3    | 6.6.6.6, 1.1.1.1  | 1.1.1.1", // the left was forged
                "10.1.2.3    | 10.9.9.9, 1.1.1.1 | 1.1.1.1", // a trusted address forged as well
                "10.1.2.3    | 1.1.1.1, 192.0.2.7| 1.1.1.1", // two proxies
                "10.1.2.3    | 1.1.1.1:4711      | 1.1.1.1",
                "10.1.2.3    | [2001:db8::1]:443 | 2001:db8::1",
                "10.1.2.3    | 2001:db8::1       | 2001:db8::1",
                "10.1.2.3    | 1.1.1.1, unknown  | 10.1.2.3",
                "10.1.2.3    | localhost         | 10.1.2.3", // names are not looked up
                "10.1.2.3    | ''                | 10.1.2.3",
                "10.1.2.3    | 10.4.4.4          | 10.4.4.4",
                "fd00::1     | 1.1.1.1           | 1.1.1.1",
            })
    void theRightmostAddressThatIsNoProxyIsTheCaller(String peer, String forwarded, String caller)
            throws Exception {
        assertThat(proxies.caller(InetAddress.ofLiteral(peer), List.of(forwarded)))
                .isEqualTo(InetAddress.ofLiteral(caller));
    }

    @Test
    void severalHeadersAreReadAsOne() {
        assertThat(proxies.caller(InetAddress.ofLiteral("10.1.2.3"), List.of("6.6.6.6", "1.1.1.1")))
                .isEqualTo(InetAddress.ofLiteral("1.1.1.1"));
    }

    @Test
    void withoutTrustedProxiesTheSocketHolds() {
        assertThat(
                        new Proxies(List.of())
                                .caller(InetAddress.ofLiteral("127.0.0.1"), List.of("1.1.1.1")))
                .isEqualTo(InetAddress.ofLiteral("127.0.0.1"));
    }

    @Test
    void aRangeThatIsNoneIsNamed() {
        for (String bad : List.of("10.0.0.0/33", "proxy.example", "10.0.0.0/x")) {
            assertThatThrownBy(() -> new Proxies(List.of(bad)))
                    .hasMessageContaining("serai.edge.trusted-proxies")
                    .hasMessageContaining(bad);
        }
    }
}
