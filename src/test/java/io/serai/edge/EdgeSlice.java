package io.serai.edge;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

import java.time.Clock;

/** Edge and security with nothing behind them, on a real server. */
@EnableAutoConfiguration(
        exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
@ComponentScan({"io.serai.edge", "io.serai.security"})
@ConfigurationPropertiesScan({"io.serai.edge", "io.serai.security"})
public class EdgeSlice {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
