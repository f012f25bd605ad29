package io.serai.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import io.serai.edge.Destinations.Forbidden;
import io.serai.edge.Destinations.Reach;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Nobody leads the hub to a place inside by an address they give. */
class DestinationsTest {

    private static final Destinations PUBLIC =
            new Destinations(Reach.PUBLIC, true, List.of(), List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.1",
                "http://2130706433",
                "http://0x7f.1",
                "http://017700000001",
                "http://0177.0.0.1",
                "http://127.0.0.1.",
                "http://[::ffff:127.0.0.1]",
                "http://[::1]",
                "http://[::127.0.0.1]",
                "http://[64:ff9b::7f00:1]",
                "http://[2002:7f00:1::]",
                "http://[fd00:ec2::254]",
                "http://[fe80::1]",
                "http://[fe80::1%25eth0]",
                "http://0.0.0.0",
                "http://10.1.2.3",
                "http://172.31.0.1",
                "http://192.168.1.1",
                "http://100.64.0.1",
                "http://224.0.0.1",
                "http://255.255.255.255",
                "http://169.254.169.254/latest/meta-data",
                "http://metadata.google.internal/computeMetadata/v1",
                "http://METADATA.google.internal.",
                "http://user@allowed.example@127.0.0.1",
                "http://user:secret@shop.example",
                "http://shop.example/#inside",
                "http://店.example",
                "http:///path",
                "file:///etc/passwd",
                "gopher://shop.example",
                "shop.example"
            })
    void anAddressThatLeadsInsideIsRefusedWhenItIsGiven(String url) {
        assertThatThrownBy(() -> PUBLIC.check(url)).isInstanceOf(Forbidden.class);
    }

    @Test
    void onlyHttpsAndTheNamedPortsWillDoUnlessMoreIsAllowed() throws Exception {
        Destinations strict = new Destinations(Reach.PUBLIC, false, List.of(443), List.of());
        Destinations open =
                new Destinations(Reach.PUBLIC, true, List.of(443), List.of("erp.local:8080"));

        assertThat(strict.check("https://shop.example/hook?a=1")).hasHost("shop.example");
        assertThatThrownBy(() -> strict.check("http://shop.example/"))
                .hasMessageContaining("https");
        assertThatThrownBy(() -> strict.check("https://shop.example:22"))
                .hasMessageContaining("port 22");
        assertThat(open.check("http://erp.local:8080/hook")).hasPort(8080);
        assertThatThrownBy(() -> open.check("http://erp.local:8081/hook"))
                .hasMessageContaining("port 8081");
    }

    @Test
    void oneBadAddressOfANameIsEnough() {
        Destinations mixed = resolving("93.184.216.34", "10.0.0.7");

        assertThatThrownBy(() -> mixed.resolve("shop.example")).isInstanceOf(Forbidden.class);
    }

    @Test
    void aPrivateHostMayBeCalledIfItIsNamedAndAMetadataServiceNever() throws Exception {
        DnsResolver names = fixed("10.0.0.7");
        Destinations named =
                new Destinations(Reach.PUBLIC, true, List.of(), List.of("ERP.local"), names);

        assertThat(named.resolve("erp.local")).hasSize(1);
        assertThatThrownBy(() -> named.resolve("crm.local")).isInstanceOf(Forbidden.class);
        Destinations tricked =
                new Destinations(
                        Reach.PRIVATE,
                        true,
                        List.of(),
                        List.of("erp.local"),
                        fixed("169.254.169.254"));
        assertThatThrownBy(() -> tricked.resolve("erp.local")).isInstanceOf(Forbidden.class);
    }

    @Test
    void aPrivateHostNamedWithAPortMayBeCalledAtThatPortAlone() throws Exception {
        Destinations named =
                new Destinations(
                        Reach.PUBLIC,
                        true,
                        List.of(),
                        List.of("erp.local:8080", "10.0.0.8:8080"),
                        fixed("10.0.0.7"));

        assertThat(named.resolve("erp.local", 8080))
                .containsExactly(new InetSocketAddress("10.0.0.7", 8080));
        assertThat(named.check("http://10.0.0.8:8080/")).hasPort(8080);
        assertThatThrownBy(() -> named.resolve("erp.local", 443)).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> named.resolve("erp.local")).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> named.check("https://10.0.0.8/")).isInstanceOf(Forbidden.class);
    }

    @Test
    void theHubsOwnSystemsMayBeInPrivateNetworksButNotLinkLocal() throws Exception {
        Destinations systems = new Destinations(Reach.PRIVATE, true, List.of(), List.of());

        assertThat(systems.check("http://127.0.0.1:8080/api")).hasPort(8080);
        assertThat(systems.check("http://[fd12::1]/")).hasPath("/");
        assertThatThrownBy(() -> systems.check("http://169.254.169.254/"))
                .isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> systems.check("http://100.100.100.200/"))
                .isInstanceOf(Forbidden.class);
    }

    @Test
    void aNameThatMeansAnotherAddressTheNextTimeGainsNothing() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        HttpServer inside =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        inside.createContext(
                "/",
                exchange -> {
                    calls.incrementAndGet();
                    exchange.sendResponseHeaders(200, -1);
                    exchange.close();
                });
        inside.start();
        AtomicInteger asked = new AtomicInteger();
        Destinations rebinding =
                new Destinations(
                        Reach.PUBLIC,
                        true,
                        List.of(),
                        List.of(),
                        new Names() {
                            @Override
                            public InetAddress[] resolve(String host) {
                                return addresses(
                                        asked.getAndIncrement() == 0
                                                ? "93.184.216.34"
                                                : "127.0.0.1");
                            }
                        });
        String url = "http://shop.example:" + inside.getAddress().getPort() + "/";

        try (CloseableHttpClient client = client(rebinding)) {
            rebinding.check(url);
            assertThat(rebinding.resolve("shop.example")).hasSize(1);
            assertThatThrownBy(() -> client.execute(new HttpGet(url), answer -> answer.getCode()))
                    .isInstanceOf(Forbidden.class);
            assertThatThrownBy(
                            () ->
                                    client.execute(
                                            new HttpGet(url.replace("shop.example", "127.0.0.1")),
                                            answer -> answer.getCode()))
                    .isInstanceOf(Forbidden.class);
        } finally {
            inside.stop(0);
        }

        assertThat(calls).hasValue(0);
    }

    private static CloseableHttpClient client(Destinations destinations) {
        return HttpClients.custom()
                .setConnectionManager(
                        PoolingHttpClientConnectionManagerBuilder.create()
                                .setDnsResolver(destinations)
                                .build())
                .disableAutomaticRetries()
                .build();
    }

    private static Destinations resolving(String... addresses) {
        return new Destinations(Reach.PUBLIC, true, List.of(), List.of(), fixed(addresses));
    }

    private static DnsResolver fixed(String... addresses) {
        return new Names() {
            @Override
            public InetAddress[] resolve(String host) {
                return addresses(addresses);
            }
        };
    }

    private abstract static class Names implements DnsResolver {

        @Override
        public abstract InetAddress[] resolve(String host);

        @Override
        public String resolveCanonicalHostname(String host) throws UnknownHostException {
            return host;
        }

        static InetAddress[] addresses(String... texts) {
            return List.of(texts).stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
        }
    }
}
