package io.serai.cluster;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Redis where {@code serai.redis.url} is set, else what a node needs that is alone. Decided when
 * the beans are made, not by conditions, so that it holds in an ahead-of-time build too.
 */
@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {

    @Bean
    Redis redisLink(RedisSettings settings) {
        return new Redis(settings);
    }

    @Bean
    Relay relay(Redis redis, RedisSettings settings, MeterRegistry meters) {
        return redis.link()
                .<Relay>map(link -> new RedisRelay(link, settings, meters))
                .orElseGet(MemoryRelay::alone);
    }

    @Bean
    Groups groups(Relay relay) {
        return new Groups(relay);
    }

    @Bean
    Attendance attendance(Redis redis, RedisSettings settings, NodeSettings node) {
        return redis.link()
                .<Attendance>map(link -> new RedisAttendance(link, settings, node))
                .orElseGet(Attendance::alone);
    }

    @Bean
    SharedCache sharedCache(Redis redis, RedisSettings settings, MeterRegistry meters) {
        return redis.link()
                .<SharedCache>map(link -> new RedisCache(link, settings, meters))
                .orElseGet(SharedCache::none);
    }

    @Bean
    Places places(Redis redis, Relay relay, RedisSettings settings) {
        return redis.link()
                .<Places>map(link -> new RedisPlaces(link, relay, settings))
                .orElseGet(Places::none);
    }

    @Bean
    CatchUp catchUp(Relay relay, NodeSettings settings, ObjectProvider<Follower> followers) {
        return new CatchUp(relay, settings, followers);
    }

    @Bean("redis")
    RedisHealth redisHealth(Redis redis, NodeSettings node) {
        return new RedisHealth(redis, node);
    }
}
