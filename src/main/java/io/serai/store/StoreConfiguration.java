package io.serai.store;

import com.zaxxer.hikari.HikariDataSource;

import org.springframework.boot.autoconfigure.flyway.FlywayConfigurationCustomizer;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;

import javax.sql.DataSource;

/** The data source and its tables; everything else finds itself. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    @Bean
    DataSource dataSource(StoreSettings settings) {
        HikariDataSource source = new HikariDataSource();
        source.setPoolName("store");
        source.setJdbcUrl(settings.jdbcUrl());
        source.setUsername(settings.user());
        source.setPassword(settings.password());
        source.setMaximumPoolSize(settings.connections() + 1);
        source.setMinimumIdle(1);
        source.setConnectionTimeout(5_000);
        return source;
    }

    /** The hub's one clock; nodes that share a store share its time. */
    @Bean
    Clock clock(DataSource source, StoreSettings settings) {
        Clock local = Clock.systemUTC();
        return settings.shared() ? new StoreClock(local, source) : local;
    }

    @Bean
    FlywayConfigurationCustomizer migrations(StoreSettings settings) {
        return flyway -> Schema.configure(flyway, settings);
    }

    @Bean
    FlywayMigrationStrategy migrate() {
        return Schema::migrate;
    }
}
