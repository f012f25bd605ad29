package io.serai.channel.douyin;

import io.serai.edge.EdgeSettings;
import io.serai.event.Inbound;

import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.builder.RouteBuilder;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * As much of the hub as the channel needs: the web, the edge, the channel, its stand-in. No
 * {@code @Configuration}, so that no scan of the whole hub finds it.
 */
@EnableAutoConfiguration
@EnableConfigurationProperties({DouyinSettings.class, EdgeSettings.class})
@ComponentScan(
        basePackages = {"io.serai.channel.douyin", "io.serai.edge", "io.serai.sandbox"},
        excludeFilters =
                @ComponentScan.Filter(
                        type = FilterType.REGEX,
                        pattern = {
                            "io\\.serai\\.sandbox\\.(?!Douyin).*",
                            "io\\.serai\\.edge\\.(?!EdgeConfiguration|PlatformHttp).*"
                        }))
class DouyinChannelApp {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Store store() {
        return new Store();
    }

    /** In the place of the hub's own way in. */
    static final class Store extends RouteBuilder {

        final List<Inbound> stored = new CopyOnWriteArrayList<>();
        final Map<String, Object> headers = new TreeMap<>();
        volatile int failing;

        @Override
        public void configure() {
            from("direct:inbound").errorHandler(noErrorHandler()).process(this::store);
        }

        Inbound.@Nullable Said last() {
            return stored.stream()
                    .filter(Inbound.Said.class::isInstance)
                    .map(Inbound.Said.class::cast)
                    .reduce((earlier, later) -> later)
                    .orElse(null);
        }

        void clear() {
            stored.clear();
            headers.clear();
            failing = 0;
        }

        private void store(Exchange exchange) throws InvalidPayloadException {
            if (failing > 0) {
                failing--;
                throw new IllegalStateException("the disk is full");
            }
            headers.putAll(exchange.getMessage().getHeaders());
            stored.add(exchange.getMessage().getMandatoryBody(Inbound.class));
        }
    }

    static Map<String, Object> properties(int port, Path folder) {
        Map<String, Object> properties = new TreeMap<>();
        DouyinAccount account = Vectors.account();
        String douyin = "serai.douyin.main.";
        properties.put(douyin + "client-key", account.clientKey());
        properties.put(douyin + "client-secret", account.clientSecret());
        properties.put(douyin + "operator-open-id", account.operatorOpenId());
        properties.put(douyin + "refresh-token", "rft.sandbox");
        properties.put(douyin + "api-base", "http://localhost:" + port + "/sandbox/douyin");
        properties.put(douyin + "token-file", folder.resolve("tokens.json").toString());
        properties.put("serai.sandbox.douyin.retry", "50ms");
        properties.put("server.port", port);
        properties.put("spring.config.location", "optional:classpath:/none/");
        properties.put(
                "spring.autoconfigure.exclude",
                String.join(
                        ",",
                        "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
                        "org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration",
                        "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration",
                        "org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration",
                        "org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration"));
        properties.put("spring.main.banner-mode", "off");
        properties.put("spring.threads.virtual.enabled", "true");
        properties.put("camel.main.name", "douyin-test");
        properties.put("camel.main.shutdown-timeout", "2");
        properties.put("camel.component.kamelet.location", "file:connectors");
        properties.put("camel.component.platform-http.header-filter-strategy", "#edgeHeaders");
        properties.put(
                "camel.main.routes-include-pattern",
                "file:routes/channels/douyin-main.camel.yaml,file:routes/sandbox/douyin.camel.yaml");
        return properties;
    }
}
